/**
 * Files, several at once: choose, drop or photograph. Each is a request of its own with its progress, and can be tried again.
 *
 * A file keeps its number (`file_id`) for every try, so that one that arrived although its answer was lost is not added twice.
 * Without this script the form sends its files the ordinary way.
 */
import { announce } from "./live.js";

const AT_ONCE = 2;
const SAY_EVERY = 4000;
const waiting = [];
const sending = new Set();

function number() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function part(tag, text = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

class Upload {
  constructor(form, file) {
    this.form = form;
    this.file = file;
    this.name = file.name || "foto.jpg";
    this.fields = new FormData(form);
    this.fields.delete("files");
    this.fields.set("file_id", number());
    this.draw();
  }

  draw() {
    this.item = part("li", "", { class: "t-upload__item" });
    this.words = part("p", "Staat in de rij", { class: "t-upload__words t-small" });
    this.bar = part("progress", "", { max: "100", value: "0", "aria-label": `Versturen van ${this.name}` });
    this.again = part("button", "Opnieuw proberen", { class: "t-link-button", type: "button" });
    this.stop = part("button", "Niet versturen", { class: "t-link-button", type: "button" });
    for (const button of [this.again, this.stop]) button.append(part("span", `: ${this.name}`, { class: "t-visually-hidden" }));
    this.again.hidden = true;
    this.again.addEventListener("click", () => {
      this.stop.focus();
      this.queue();
    });
    this.stop.addEventListener("click", () => this.cancel());
    const actions = part("div", "", { class: "t-upload__item-actions" });
    actions.append(this.again, this.stop);
    const body = part("div");
    body.append(part("p", this.name), this.words);
    this.item.append(body, actions, this.bar);
    const list = this.form.querySelector("[data-upload-queue]");
    list.hidden = false;
    list.append(this.item);
  }

  tell(state, text) {
    this.item.dataset.state = state;
    this.words.textContent = text;
  }

  queue() {
    this.again.hidden = true;
    this.bar.hidden = false;
    this.bar.value = 0;
    this.tell("waiting", "Staat in de rij");
    waiting.push(this);
    next();
  }

  send() {
    this.said = Date.now();
    this.fields.set("files", this.file, this.name);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Thuis-Upload", "1");
    request.upload.addEventListener("progress", (event) => this.progress(event));
    request.addEventListener("load", () => this.answered());
    request.addEventListener("error", () => this.fail("Geen verbinding. Controleer uw internet en probeer het opnieuw.", true));
    request.addEventListener("loadend", () => {
      sending.delete(this);
      next();
    });
    this.tell("sending", "Wordt verstuurd");
    request.send(this.fields);
  }

  progress(event) {
    if (!event.lengthComputable) return;
    const share = Math.round((event.loaded / event.total) * 100);
    this.bar.value = share;
    this.words.textContent = share < 100 ? `Wordt verstuurd: ${share}%` : "Is verstuurd, we wachten op antwoord";
    if (share < 100 && Date.now() - this.said > SAY_EVERY) {
      this.said = Date.now();
      announce(`${this.name}: ${share} procent verstuurd`);
    }
  }

  answered() {
    const { status, responseText } = this.request;
    if (status === 200 && /^\s*<li/.test(responseText)) return this.done(responseText);
    if (status === 200 || status === 401 || status === 403) {
      return this.fail("U bent uitgelogd, of u mag hier niets toevoegen. Log in een nieuw tabblad in en probeer het opnieuw.", true);
    }
    if (status === 422 || status === 409) {
      let message = "";
      try {
        message = JSON.parse(responseText).message;
      } catch {
        message = "";
      }
      return this.fail(message || "Dit bestand kunnen we niet aannemen. Kies een ander bestand.", false);
    }
    if (status === 413) return this.fail(this.tooLarge(), false);
    if (status === 404) return this.fail("Dit is er niet meer. Laad de pagina opnieuw.", false);
    return this.fail("Er ging iets mis bij ons. Probeer het over een minuut opnieuw.", true);
  }

  tooLarge() {
    return `Dit bestand is te groot. Een bestand mag hooguit ${this.form.dataset.maxLabel} zijn: maak het kleiner of splits het.`;
  }

  done(html) {
    const list = document.getElementById(this.form.dataset.upload);
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const row = holder.content.firstElementChild;
    const before = row.id && document.getElementById(row.id);
    if (before) before.replaceWith(row);
    else list?.append(row);
    window.htmx?.process(row);
    announce(`${this.name} is ontvangen en wordt gecontroleerd`);
    this.leave();
  }

  fail(text, mayTryAgain) {
    this.bar.hidden = true;
    this.again.hidden = !mayTryAgain;
    this.stop.firstChild.textContent = "Sluiten";
    this.tell("failed", text);
    announce(`${this.name}: ${text}`);
  }

  cancel() {
    const place = waiting.indexOf(this);
    if (place >= 0) waiting.splice(place, 1);
    this.request?.abort();
    this.leave(true);
  }

  leave(movesFocus = false) {
    const list = this.item.parentElement;
    const hadFocus = movesFocus || this.item.contains(document.activeElement);
    this.item.remove();
    if (list && !list.children.length) list.hidden = true;
    if (hadFocus) this.form.querySelector(".t-upload__input")?.focus();
  }
}

function next() {
  while (sending.size < AT_ONCE && waiting.length) {
    const upload = waiting.shift();
    sending.add(upload);
    upload.send();
  }
}

function take(form, files) {
  const most = Number(form.dataset.maxBytes);
  const uploads = [...files].map((file) => new Upload(form, file));
  if (uploads.length > 1) announce(`${uploads.length} bestanden worden verstuurd`);
  for (const upload of uploads) {
    if (!upload.file.size) upload.fail("Dit bestand is leeg, of het is een map. Kies een bestand.", false);
    else if (upload.file.size > most) upload.fail(upload.tooLarge(), false);
    else upload.queue();
  }
}

function prepare() {
  for (const form of document.querySelectorAll("[data-upload]:not([data-upload-ready])")) {
    form.setAttribute("data-upload-ready", "");
    for (const shown of form.querySelectorAll("[data-needs-js]")) shown.hidden = false;
  }
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-upload-ready] .t-upload__input") || !input.files.length) return;
  take(input.form, input.files);
  input.value = ""; // the same file may be chosen again
});

function dropZone(event) {
  return event.dataTransfer?.types.includes("Files") ? event.target.closest?.("[data-upload-ready] [data-upload-drop]") : null;
}

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    const zone = dropZone(event);
    if (!zone) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("is-over");
  });
}
document.addEventListener("dragleave", (event) => {
  const zone = event.target.closest?.("[data-upload-drop]");
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const zone = dropZone(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  take(zone.closest("form"), event.dataTransfer.files);
});

// Leaving while something is being sent would lose it.
window.addEventListener("beforeunload", (event) => {
  if (sending.size || waiting.length) event.preventDefault();
});
document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("htmx:after:swap", prepare);
if (document.readyState !== "loading") prepare();
