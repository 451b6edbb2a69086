/** Say something to screen readers, and show it as a message that stays until it is closed. */

export function announce(text) {
  const live = document.getElementById("t-live");
  if (!live) return;
  live.textContent = "";
  // A region that gets the same text twice stays silent, so it is emptied first.
  setTimeout(() => {
    live.textContent = text;
  }, 60);
}

export function showProblem(title, text) {
  const template = document.getElementById("t-problem");
  const place = document.getElementById("t-toast");
  if (!template || !place) return;
  const alert = template.content.firstElementChild.cloneNode(true);
  alert.querySelector("[data-title]").textContent = title;
  alert.querySelector("[data-text]").textContent = text;
  place.replaceChildren(alert);
}
