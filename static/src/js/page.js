/** Small things: copy, print, close a message, close menus, mark the section in sight. */
import { announce } from "./live.js";

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  const text = source ? (source.value ?? source.textContent).trim() : "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    announce("De tekst is geselecteerd. Kopieer met Ctrl en C.");
    return;
  }
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  label.textContent = "Gekopieerd";
  announce("Gekopieerd");
  setTimeout(() => {
    label.textContent = before;
  }, 2500);
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const copier = target.closest?.("[data-copy]");
  if (copier) copy(copier);
  if (target.closest?.("[data-print]")) window.print();
  target.closest?.("[data-close-alert]")?.closest(".utrecht-alert")?.remove();
  for (const menu of document.querySelectorAll("details.t-dropdown[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.t-dropdown[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function watchSections() {
  const links = new Map([...document.querySelectorAll(".t-toc a[href^='#']")].map((link) => [link.hash.slice(1), link]));
  if (links.size === 0 || !("IntersectionObserver" in window)) return;
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-15% 0px -70% 0px" });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) observer.observe(section);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const part of document.querySelectorAll("[data-needs-js]")) part.hidden = false;
  watchSections();
});
