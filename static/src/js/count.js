/** How many characters are left: <textarea data-max="500">. Never cuts off: pasted text stays, the server says what is too long. */
const timers = new WeakMap();

function show(area) {
  const max = Number(area.dataset.max);
  // Like the server: an emoji is one character, and so is a line break.
  const left = max - [...area.value].length;
  let line = area.nextElementSibling;
  if (!line?.classList.contains("t-count-left")) {
    line = document.createElement("p");
    line.className = "t-count-left";
    line.append(document.createElement("span"), document.createElement("span"));
    line.firstChild.setAttribute("aria-hidden", "true");
    line.lastChild.className = "t-visually-hidden";
    line.lastChild.setAttribute("aria-live", "polite");
    area.after(line);
  }
  const text = left < 0 ? `${-left} ${left === -1 ? "teken" : "tekens"} te veel` : `Nog ${left} ${left === 1 ? "teken" : "tekens"}`;
  line.classList.toggle("t-count-left--over", left < 0);
  line.firstChild.textContent = text;
  clearTimeout(timers.get(area));
  timers.set(area, setTimeout(() => {
    if (left < max * 0.15) line.lastChild.textContent = text;
  }, 900));
}

const all = () => document.querySelectorAll("textarea[data-max]").forEach(show);
document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[data-max]")) show(event.target);
});
document.addEventListener("DOMContentLoaded", all);
document.addEventListener("htmx:after:swap", all);
