/** Dragging a row of a sorted list to another place: posts the hidden form of the page. The buttons beside each row do the same without a mouse. */
let dragged = null;

function mark(row) {
  for (const other of document.querySelectorAll(".t-plan-edit__row--over")) other.classList.remove("t-plan-edit__row--over");
  row?.classList.add("t-plan-edit__row--over");
}

for (const row of document.querySelectorAll("[data-sort-url]")) row.draggable = true;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-sort-url]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});
document.addEventListener("dragover", (event) => {
  const list = dragged && event.target.closest?.("[data-sort-phase]");
  if (!list) return;
  event.preventDefault();
  mark(event.target.closest("[data-sort-url]"));
});
document.addEventListener("drop", (event) => {
  const list = dragged && event.target.closest?.("[data-sort-phase]");
  const form = document.querySelector("[data-sort-form]");
  if (!list || !form) return;
  event.preventDefault();
  const over = event.target.closest("[data-sort-url]");
  if (over === dragged) return;
  const rows = [...list.querySelectorAll("[data-sort-url]")].filter((row) => row !== dragged);
  form.action = dragged.dataset.sortUrl;
  form.elements.phase.value = list.dataset.sortPhase;
  form.elements.place.value = over ? rows.indexOf(over) : rows.length;
  form.requestSubmit();
});
