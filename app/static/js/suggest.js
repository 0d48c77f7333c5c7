// Shows a fragment of HTML from the server while a person types, such as possible duplicates of an organisation.
// On an input: data-suggest-url (address), data-suggest-fields (names to send, by commas), data-suggest-target (id).
const DELAY = 350;
const pending = new Map();

function address(input) {
  const url = new URL(input.dataset.suggestUrl, window.location.href);
  const names = (input.dataset.suggestFields || input.name).split(",").map((name) => name.trim());
  const values = new FormData(input.form);
  names.forEach((name) => url.searchParams.set(name, String(values.get(name) ?? "").trim()));
  return url;
}

async function show(input) {
  const target = document.getElementById(input.dataset.suggestTarget);
  const url = address(input);
  if (!target || url.origin !== window.location.origin) {
    return;
  }
  const before = pending.get(target);
  before?.request?.abort();
  const request = new AbortController();
  pending.set(target, { request });
  try {
    const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
    const html = answer.ok && !answer.redirected ? await answer.text() : "";
    if (pending.get(target)?.request === request && target.innerHTML !== html) {
      target.innerHTML = html;
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      target.replaceChildren();
    }
  }
}

document.querySelectorAll("[data-suggest-url]").forEach((input) => {
  const target = document.getElementById(input.dataset.suggestTarget);
  target?.setAttribute("aria-live", "polite");
  let timer = 0;
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => show(input), DELAY);
  });
});
