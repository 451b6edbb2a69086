/** Dragging a row of a sorted list, or a whole part by its head, to another place: posts the hidden form of the page. The buttons beside
 * each do the same without a mouse. */
let dragged = null;

const isPart = (thing) => thing.matches("[data-sort-part]");

function dropPart(event) {
  const over = event.target.closest?.("[data-sort-part]");
  const form = document.querySelector("[data-sort-form]");
  if (!over || !form) return;
  event.preventDefault();
  const place = [...document.querySelectorAll("[data-sort-part]")].indexOf(over);
  if (over === dragged) return;
  form.action = dragged.dataset.sortPart;
  form.elements.phase.value = "";
  form.elements.place.value = place;
  form.requestSubmit();
}

function mark(row) {
  for (const other of document.querySelectorAll(".t-plan-edit__row--over")) other.classList.remove("t-plan-edit__row--over");
  row?.classList.add("t-plan-edit__row--over");
}

for (const row of document.querySelectorAll("[data-sort-url], [data-sort-part] > .t-card__head")) row.draggable = true;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-sort-url], [data-sort-part]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});
document.addEventListener("dragover", (event) => {
  const target = dragged && event.target.closest?.(isPart(dragged) ? "[data-sort-part]" : "[data-sort-phase]");
  if (!target) return;
  event.preventDefault();
  mark(isPart(dragged) ? target : event.target.closest("[data-sort-url]"));
});
document.addEventListener("drop", (event) => {
  if (dragged && isPart(dragged)) return dropPart(event);
  const list = dragged && event.target.closest?.("[data-sort-phase]");
  const form = document.querySelector("[data-sort-form]");
  if (!list || !form) return;
  event.preventDefault();
  const over = event.target.closest("[data-sort-url]");
  if (over === dragged) return;
  // Dropped on a row it takes that row's place, also from above, where the row moves up one.
  const rows = [...list.querySelectorAll("[data-sort-url]")];
  form.action = dragged.dataset.sortUrl;
  form.elements.phase.value = list.dataset.sortPhase;
  form.elements.place.value = over ? rows.indexOf(over) : rows.filter((row) => row !== dragged).length;
  form.requestSubmit();
});
