// Sends a form once: further clicks do nothing until the answer has come. Buttons stay enabled, so that the name and
// value of the one that was pressed are sent; coming back by the browser's history opens the form again.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]") || event.defaultPrevented) {
    return;
  }
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  form.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.querySelectorAll("[data-submit-once][aria-busy]").forEach((form) => {
      sent.delete(form);
      form.removeAttribute("aria-busy");
    });
  }
});
