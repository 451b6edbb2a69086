/**
 * The map: one tab stop, arrow keys go to the nearest marker in that direction, a label at the pointer.
 * Without script every marker is an ordinary link with a full label.
 */
function startMap(svg) {
  const wrap = svg.closest(".k-wrap") ?? svg.parentElement;
  const tip = wrap.querySelector(".k-tip");
  const markers = [...svg.querySelectorAll("a.k-m, a.k-p")].filter((marker) => marker.getClientRects().length);
  const centre = (marker) => {
    const box = marker.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };

  function show(element, text) {
    if (!tip || !text) return;
    const box = element.getBoundingClientRect();
    const frame = wrap.getBoundingClientRect();
    tip.textContent = text;
    tip.hidden = false;
    const half = tip.offsetWidth / 2;
    const x = Math.min(Math.max(box.left - frame.left + box.width / 2, half), frame.width - half);
    tip.style.left = `${x}px`;
    tip.style.top = `${box.top - frame.top}px`;
  }
  const hide = () => {
    if (tip) tip.hidden = true;
  };

  function go(marker) {
    for (const other of markers) other.setAttribute("tabindex", "-1");
    marker.setAttribute("tabindex", "0");
    marker.focus();
  }

  // The label takes over from the browser's own: two at once would cover the map.
  for (const area of svg.querySelectorAll(".k-g")) {
    const title = area.querySelector("title");
    if (!title) continue;
    area.dataset.tip = title.textContent;
    title.remove();
  }
  // A press on a municipality goes where its bubble goes; with the keyboard there are the bubbles and the list.
  svg.addEventListener("click", (event) => {
    const area = event.target.closest(".k-g[data-u]");
    if (area) location.assign(`/kaart/${area.dataset.u}/`);
  });

  markers.forEach((marker, index) => marker.setAttribute("tabindex", index === 0 ? "0" : "-1"));

  svg.addEventListener("keydown", (event) => {
    const current = markers.indexOf(document.activeElement);
    if (current < 0) return;
    if (event.key === "Escape") hide();
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      go(markers[event.key === "Home" ? 0 : markers.length - 1]);
      return;
    }
    const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!direction) return;
    event.preventDefault();
    const [x, y] = centre(markers[current]);
    let best = null;
    let least = Infinity;
    for (const marker of markers) {
      if (marker === markers[current]) continue;
      const [mx, my] = centre(marker);
      const along = (mx - x) * direction[0] + (my - y) * direction[1];
      const aside = Math.abs((mx - x) * direction[1]) + Math.abs((my - y) * direction[0]);
      if (along <= 0 || aside > along * 2) continue;
      const cost = along + 2 * aside;
      if (cost < least) [least, best] = [cost, marker];
    }
    if (best) go(best);
  });

  svg.addEventListener("pointerover", (event) => {
    const part = event.target.closest(".k-g, .k-m, .k-p");
    if (!part) hide();
    else show(part, part.dataset.tip ?? part.getAttribute("aria-label") ?? part.querySelector("title")?.textContent);
  });
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("focusin", (event) => {
    const marker = event.target.closest(".k-m, .k-p");
    if (marker) show(marker, marker.dataset.tip ?? marker.getAttribute("aria-label"));
  });
  svg.addEventListener("focusout", hide);
}

const known = new WeakSet();
function start() {
  for (const svg of document.querySelectorAll("svg[data-map]")) {
    if (known.has(svg)) continue;
    known.add(svg);
    startMap(svg);
  }
}
document.addEventListener("DOMContentLoaded", start);
document.addEventListener("htmx:after:swap", start);
