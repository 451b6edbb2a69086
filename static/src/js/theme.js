/**
 * Light, dark or as the device says. Loaded in <head> without defer, so that no page flashes in the wrong colours.
 * Keeps one word in localStorage; without storage the choice lasts for the page.
 */
const KEY = "thuis-theme";
const root = document.documentElement;

function stored() {
  try {
    return localStorage.getItem(KEY) || "auto";
  } catch {
    return "auto";
  }
}

function apply(choice) {
  root.classList.remove("thuis-theme--auto", "thuis-theme--dark", "thuis-theme--light");
  root.classList.add(`thuis-theme--${choice}`);
  for (const button of document.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === choice));
  }
}

apply(stored());

document.addEventListener("DOMContentLoaded", () => {
  for (const group of document.querySelectorAll("[data-theme-switch]")) group.hidden = false;
  apply(stored());
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-theme]");
  if (!button) return;
  try {
    localStorage.setItem(KEY, button.dataset.theme);
  } catch {
    // Storage is off: the choice simply does not outlive this page.
  }
  apply(button.dataset.theme);
});
