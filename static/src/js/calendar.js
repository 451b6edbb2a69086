/** The calendar of homes is one tab stop: arrows go from stay to stay, up and down to the nearest one of another home. Without this every stay is a link. */
const stays = (row) => [...row.querySelectorAll("svg a")];
const middle = (stay) => {
  const box = stay.getBoundingClientRect();
  return box.left + box.width / 2;
};

const nearest = (from, rows, start, step) => {
  for (let index = start + step; index >= 0 && index < rows.length; index += step) {
    const found = stays(rows[index]);
    if (found.length) {
      const here = middle(from);
      return found.reduce((best, stay) => (Math.abs(middle(stay) - here) < Math.abs(middle(best) - here) ? stay : best));
    }
  }
  return null;
};

const target = (table, stay, key) => {
  const rows = [...table.tBodies[0].rows];
  const row = stay.closest("tr");
  const own = stays(row);
  const place = own.indexOf(stay);
  const all = stays(table);
  switch (key) {
    case "ArrowRight":
      return own[place + 1] ?? null;
    case "ArrowLeft":
      return own[place - 1] ?? null;
    case "ArrowDown":
      return nearest(stay, rows, rows.indexOf(row), 1);
    case "ArrowUp":
      return nearest(stay, rows, rows.indexOf(row), -1);
    case "Home":
      return all[0];
    case "End":
      return all[all.length - 1];
    default:
      return undefined;
  }
};

const makeOneStop = (table) => stays(table).forEach((stay, index) => stay.setAttribute("tabindex", index ? "-1" : "0"));

document.addEventListener("keydown", (event) => {
  const stay = event.target.closest?.("[data-calendar] svg a");
  if (!stay || event.ctrlKey || event.metaKey || event.altKey) return;
  const table = stay.closest("[data-calendar]");
  const next = target(table, stay, event.key);
  if (next === undefined) return;
  event.preventDefault();
  if (!next) return;
  stay.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
});

const prepare = () => document.querySelectorAll("[data-calendar]").forEach(makeOneStop);
prepare();
document.addEventListener("htmx:after:swap", prepare);
