/** Forms: no double sending, nothing lost by leaving, follow-up fields only when they matter. */
import { announce } from "./live.js";

const RELEASE_AFTER = 12000;
const sent = new WeakSet();

function release(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
}

// The button keeps its place in the tab order; a second press simply does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.method === "dialog" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  announce("Bezig met versturen");
  setTimeout(() => release(form), RELEASE_AFTER);
});

document.addEventListener("htmx:finally:request", () => {
  for (const form of document.forms) release(form);
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) release(form);
});

// Leaving a form with unsaved changes asks first: <form data-guard>.
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-guard")) dirty.add(form);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) dirty.delete(event.target);
});
window.addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});

// data-reveal="field_name=value1|value2": shown only while that field has one of these values.
function reveal(root = document) {
  for (const part of root.querySelectorAll("[data-reveal]")) {
    const [name, values = ""] = part.dataset.reveal.split("=");
    const form = part.closest("form");
    if (!form) continue;
    const chosen = new FormData(form).getAll(name);
    const shown = values ? values.split("|").some((value) => chosen.includes(value)) : chosen.some(Boolean);
    part.hidden = !shown;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !shown;
  }
}

document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (!form) return;
  reveal(form);
  if (form.hasAttribute("data-autosubmit")) form.requestSubmit();
});
document.addEventListener("htmx:after:swap", () => reveal());
document.addEventListener("DOMContentLoaded", () => {
  reveal();
  // After a refused form the summary is the first thing to read.
  document.querySelector("[data-error-summary]")?.focus();
});

// A link in the error summary puts the cursor in the field, with its label in sight.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  if (!link) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  const control = target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea");
  (control?.closest(".utrecht-form-field") ?? target).scrollIntoView({ block: "start" });
  (control ?? target).focus({ preventScroll: true });
});
