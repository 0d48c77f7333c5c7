// Moves the focus to the error summary of a page that was shown again with errors.
const summary = document.querySelector("[data-focus-errors]");
if (summary) {
  summary.focus();
}
