// Shows how far background work is, without the person having to ask again. On the part of the page that tells it:
// id="progress" data-progress="running" | "ended"; when the work has ended the page is loaded once more.
const PAUSE = 2000;

async function look() {
  const shown = document.getElementById("progress");
  if (!shown || shown.dataset.progress !== "running") {
    return;
  }
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
    if (answer.ok && found) {
      if (found.dataset.progress !== "running") {
        window.location.reload();
        return;
      }
      shown.replaceChildren(...found.childNodes);
    }
  } catch {
    // The server does not answer; the link on the page stays, and the next look may succeed.
  }
  window.setTimeout(look, PAUSE);
}

window.setTimeout(look, PAUSE);
