/** Keeps a half-filled form on the server while somebody is typing: <form data-keep="/address/">. Sending it works without this. */
import { announce } from "./live.js";

const WAIT = 1500;
const timers = new WeakMap();

async function keep(form) {
  const line = form.querySelector("[data-keep-status]");
  try {
    const response = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (!response.ok) return; // The form itself says what is wrong when it is sent.
  } catch {
    return;
  }
  if (!line) return;
  const first = line.hidden;
  line.hidden = false;
  line.textContent = `Bewaard om ${new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" })}`;
  if (first) announce("Uw antwoorden worden bewaard");
}

function later(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), WAIT));
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form?.dataset.keep) later(form);
  });
}

// A form on its way needs no keeping; a late one would only get in between.
document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)));
