/**
 * Photos at the questions of a visit: kept on the device first, then sent one by one, each under a number of its own that the server takes
 * once. Also what happens to them when the visit is over.
 */
import { element } from "./element.js";
import { announce } from "./live.js";
import { countAll, drop, eraseVisit, keep, photosOf, shrink } from "./photo_store.js";

const LONGEST_SEND = 120_000;
const photos = (n) => (n === 1 ? "1 foto" : `${n} foto’s`);

/** What became of it: sent, refused (with the reason), offline, login or busy (the server cannot now). */
async function send(row, token) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, kind: "photo", audience: "team", file_id: row.id })) body.set(name, value);
  body.set("files", row.blob, row.name);
  try {
    const response = await fetch(row.url, {
      method: "POST",
      redirect: "manual",
      credentials: "same-origin",
      headers: { "X-Thuis-Upload": "1" },
      signal: AbortSignal.timeout(LONGEST_SEND),
      body,
    });
    if (response.ok) return { is: "sent" };
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { is: "login" };
    if ([409, 422].includes(response.status)) return { is: "refused", why: (await response.json()).message };
    if (response.status === 413) return { is: "refused", why: "Deze foto is te groot om te versturen." };
    if (response.status === 404) return { is: "refused", why: "Deze vraag of toets is er niet meer." };
    return { is: "busy" };
  } catch {
    return { is: "offline" };
  }
}

/** Drawn, as the content security policy lets no blob be an image. */
async function draw(canvas, blob) {
  try {
    const picture = await createImageBitmap(blob, { resizeHeight: canvas.height, resizeQuality: "medium" });
    canvas.width = Math.min(picture.width, canvas.height * 2);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
  } catch {
    canvas.hidden = true;
  }
}

export class VisitPhotos {
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.rows = new Map();
    this.problem = "";
    this.making = 0;
    this.sending = null;
    for (const place of form.querySelectorAll("[data-photos]")) {
      place.hidden = false;
      const link = place.closest("[data-question]").querySelector("[data-photo-link]");
      link.hidden = Number(link.dataset.count) === 0;
      place.querySelector("input").addEventListener("change", (event) => this.chosen(place, event.target));
    }
    this.isRestored = false;
    this.restored = this.restore();
  }

  async restore() {
    try {
      for (const row of await photosOf(this.form.dataset.store)) {
        const place = this.form.querySelector(`[data-question="${CSS.escape(row.question)}"] [data-photos]`);
        if (place) this.show(place, row);
        else await drop(row.id);
      }
    } catch {
      // No storage: chosen() says so when it matters.
    }
    this.isRestored = true;
    this.changed();
  }

  async chosen(place, input) {
    const files = [...input.files];
    input.value = ""; // the same photo may be chosen again
    const number = files.length;
    this.making += number;
    this.changed();
    for (const file of files) {
      await this.add(place, file);
      this.making -= 1;
    }
    announce(`${photos(number)} toegevoegd`);
    this.changed();
    await this.send();
  }

  async add(place, file) {
    const { blob, name } = await shrink(file);
    const row = {
      id: crypto.randomUUID(),
      visit: this.form.dataset.store,
      question: place.closest("[data-question]").dataset.question,
      url: new URL(place.dataset.photos, location.href).pathname,
      at: Date.now(),
      problem: "",
      blob,
      name,
    };
    if (!blob.size) row.problem = "Dit bestand is leeg. Kies de foto opnieuw.";
    if (blob.size > Number(this.form.dataset.mostBytes)) row.problem = `Deze foto is te groot: hooguit ${this.form.dataset.mostLabel}.`;
    try {
      await keep(row);
    } catch (error) {
      row.isLoose = true;
      row.warning =
        error?.name === "QuotaExceededError"
          ? "Dit toestel is vol: deze foto is hier niet bewaard. Houd de pagina open tot zij is verstuurd."
          : "Dit toestel bewaart geen foto’s. Houd de pagina open tot deze is verstuurd.";
    }
    this.show(place, row);
  }

  show(place, row) {
    const item = element("li", "", { class: "t-visit__photo" });
    const thumb = element("canvas", "", { height: "96", width: "96", role: "img", "aria-label": row.name });
    const words = element("p", "", { class: "t-small" });
    const again = element("button", "Opnieuw proberen", { class: "t-link-button", type: "button" });
    const away = element("button", "Weghalen", { class: "t-link-button", type: "button" });
    for (const button of [again, away]) button.append(element("span", `: ${row.name}`, { class: "t-visually-hidden" }));
    const actions = element("div", "", { class: "t-cluster" });
    actions.append(again, away);
    const body = element("div");
    body.append(words, actions);
    item.append(thumb, body);
    const list = place.querySelector("[data-photo-list]");
    list.hidden = false;
    list.append(item);
    draw(thumb, row.blob);
    const shown = { row, item, words, again, away, place };
    this.rows.set(row.id, shown);
    again.addEventListener("click", () => this.retry(shown));
    away.addEventListener("click", () => this.remove(shown));
    this.tell(shown, row.problem ? "refused" : "waiting");
  }

  tell(shown, state) {
    const { row, item, words, again, away } = shown;
    shown.state = state;
    item.dataset.state = state;
    const waits = row.warning ?? "Staat op dit toestel, wordt nog verstuurd";
    words.textContent = { waiting: waits, sending: "Wordt verstuurd…", sent: "Verstuurd", refused: row.problem }[state];
    if (state === "refused") words.setAttribute("role", "alert");
    again.hidden = state !== "refused";
    away.hidden = state === "sending" || state === "sent";
  }

  retry(shown) {
    shown.row.problem = "";
    this.tell(shown, "waiting");
    shown.away.focus();
    this.send();
  }

  async remove(shown) {
    const { row, item, place } = shown;
    this.rows.delete(row.id);
    if (!row.isLoose) await drop(row.id);
    item.remove();
    const list = place.querySelector("[data-photo-list]");
    list.hidden = list.children.length === 0;
    place.querySelector("input").focus();
    announce("De foto is weggehaald");
    this.changed();
  }

  /** Something would be lost if the visit were handed in now. */
  waits() {
    return this.making > 0 || this.count("waiting", "sending", "refused") > 0;
  }

  count(...states) {
    return [...this.rows.values()].filter((shown) => states.includes(shown.state)).length;
  }

  /** One after the other, oldest first. Whoever asks while some are under way waits for the same end. */
  send() {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
      this.changed();
    });
    return this.sending;
  }

  async sendAll() {
    await this.restored;
    const token = () => this.form.elements.csrfmiddlewaretoken.value;
    for (;;) {
      const shown = [...this.rows.values()].find((one) => one.state === "waiting");
      if (!shown) return;
      this.tell(shown, "sending");
      this.changed();
      const done = await send(shown.row, token());
      this.problem = ["offline", "login", "busy"].includes(done.is) ? done.is : "";
      if (done.is === "sent") await this.sent(shown);
      else if (done.is === "refused") {
        shown.row.problem = done.why || "Deze foto kunnen we niet aannemen.";
        if (!shown.row.isLoose) await keep(shown.row);
        this.tell(shown, "refused");
      } else {
        this.tell(shown, "waiting");
        return;
      }
    }
  }

  async sent(shown) {
    if (!shown.row.isLoose) await drop(shown.row.id);
    delete shown.row.blob;
    this.tell(shown, "sent");
    const link = shown.place.closest("[data-question]").querySelector("[data-photo-link]");
    link.dataset.count = Number(link.dataset.count) + 1;
    link.querySelector("[data-photo-words]").textContent = photos(Number(link.dataset.count));
    link.hidden = false;
  }
}

/** The page of a visit that was handed in: what this device still holds is sent if it can be, and erased. */
async function finish(place) {
  const visit = place.dataset.visitOver;
  const say = (text) => {
    place.querySelector("[data-visit-over-words]").textContent = text;
    place.hidden = false;
  };
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  let arrived = 0;
  let left = 0;
  const rows = (await countAll()) ? await photosOf(visit) : [];
  for (const row of place.dataset.visitTakes === "ja" ? rows : []) {
    const done = await send(row, token);
    if (done.is === "sent") {
      arrived += 1;
      await drop(row.id);
    } else if (done.is !== "refused") left += 1;
  }
  if (left > 0) return say(`Op dit toestel staat nog ${photos(left)} van deze toets. Open deze pagina opnieuw als er verbinding is.`);
  if (rows.length > 0) await eraseVisit(visit);
  else localStorage.removeItem(visit);
  const erased = rows.length - arrived;
  if (arrived > 0) say(`${photos(arrived)} van dit toestel alsnog verstuurd.`);
  if (erased > 0) say(`${photos(erased)} op dit toestel kon niet meer mee en is gewist.`);
}

const over = document.querySelector("[data-visit-over]");
if (over) finish(over).catch(() => {});
