/**
 * The form of a visit on a phone that loses its network: <form data-visit data-sync="/address/" data-store="key">.
 *
 * Every answer gets a number of its own, is kept on the device (answers about the building only) and is sent until the server says
 * that it is in; the server takes each number once. Photos go the same way, see visit_photos.js. Without this script it is an ordinary form.
 */
import { announce } from "./live.js";
import { VisitPhotos } from "./visit_photos.js";

const PAUSE = 700;
const RETRY = 15_000;

class Visit {
  constructor(form) {
    this.form = form;
    this.bar = form.querySelector("[data-visit-bar]");
    this.words = form.querySelector("[data-visit-state]");
    this.waiting = this.read();
    this.problem = "";
    this.sending = null;
    this.bar.hidden = false;
    this.photos = new VisitPhotos(form, () => this.show());
    this.restore();
    form.addEventListener("change", (event) => this.changed(event.target, 0));
    form.addEventListener("input", (event) => event.target.matches("input[type=text], input:not([type])") && this.changed(event.target, PAUSE));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.show());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
    setInterval(() => this.send(), RETRY);
    this.send();
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.form.dataset.store) ?? "{}") ?? {};
    } catch {
      return {};
    }
  }

  write() {
    try {
      if (Object.keys(this.waiting).length > 0) localStorage.setItem(this.form.dataset.store, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.form.dataset.store);
    } catch {
      this.problem = "Dit toestel kan niets bewaren. Houd de pagina open tot alles is opgeslagen.";
    }
  }

  question(key) {
    return this.form.querySelector(`[data-question="${CSS.escape(key)}"]`);
  }

  facts(box) {
    return {
      outcome: box.querySelector("input[type=radio]:checked")?.value ?? "",
      failure_reason: box.querySelector("[data-answer-reason] input")?.value ?? "",
      note: box.querySelector("[data-answer-note] input")?.value ?? "",
    };
  }

  fill(box, facts) {
    for (const radio of box.querySelectorAll("input[type=radio]")) radio.checked = radio.value === facts.outcome;
    box.querySelector("[data-answer-reason] input").value = facts.failure_reason;
    box.querySelector("[data-answer-note] input").value = facts.note;
  }

  /** What an earlier page on this device did not get rid of goes back into the form. */
  restore() {
    for (const [key, answer] of Object.entries(this.waiting)) {
      const box = this.question(key);
      if (box) this.fill(box, answer);
      else delete this.waiting[key];
    }
    this.write();
    this.show();
  }

  changed(target, pause) {
    const box = target.type === "file" ? null : target.closest("[data-question]");
    if (box) this.note(box, pause);
  }

  note(box, pause = 0) {
    const facts = this.facts(box);
    if (!facts.outcome) return;
    this.waiting[box.dataset.question] = {
      ...facts,
      client_id: crypto.randomUUID(),
      answered_at: new Date().toISOString(),
      seen: Number(box.querySelector("[data-answer-seen]").value) || 0,
    };
    box.querySelector(".t-visit__clash")?.remove();
    this.write();
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  /** An answer that needs words waits on the device until they are there. */
  isComplete(key, answer) {
    if (answer.isHeld) return false;
    if (answer.outcome === "failed") return answer.failure_reason.trim() !== "";
    return answer.outcome !== "not_applicable" || answer.note.trim() !== "" || this.question(key)?.dataset.compulsory !== "ja";
  }

  ready() {
    return Object.entries(this.waiting).filter(([key, answer]) => this.isComplete(key, answer));
  }

  /** One at a time: whoever asks while answers are under way waits for the same end. Answers first, they are small. */
  send() {
    this.sending ??= this.sendAll().then(() => this.photos.send()).finally(() => {
      this.sending = null;
      this.show();
    });
    return this.sending;
  }

  async sendAll() {
    do {
      const ready = this.ready();
      if (ready.length === 0) return;
      this.show();
      await this.sendOnce(ready);
    } while (this.problem === "");
  }

  async sendOnce(ready) {
    try {
      const response = await fetch(this.form.dataset.sync, {
        method: "POST",
        redirect: "manual",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ answers: ready.map(([key, { isHeld, ...answer }]) => ({ key, ...answer })) }),
      });
      this.problem = "";
      if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) this.problem = "login";
      else if ([200, 409, 422].includes(response.status)) this.take(await response.json());
      else this.problem = "De server kan dit nu niet verwerken. Uw antwoorden blijven op dit toestel; wij proberen het opnieuw.";
    } catch {
      this.problem = "offline";
    }
  }

  take(reply) {
    for (const result of reply.results) {
      const mine = this.waiting[result.key];
      const box = this.question(result.key);
      if (!box) continue;
      if (result.status === "saved") {
        box.querySelector("[data-answer-seen]").value = result.now.revision;
        box.querySelector("[data-answer-was]").value = result.now.was;
        // Typed on while it was under way: the newer one goes next.
        if (mine?.client_id === result.client_id) delete this.waiting[result.key];
        else if (mine) mine.seen = result.now.revision;
      } else if (mine?.client_id !== result.client_id) {
        continue;
      } else if (result.status === "conflict") {
        mine.isHeld = true;
        this.clash(box, mine, result.theirs);
      } else if (result.status === "over") {
        mine.isHeld = true;
        this.over = result.message;
      } else {
        mine.isHeld = true;
        this.complain(box, Object.values(result.errors)[0]);
      }
    }
    const count = this.form.querySelector("[data-visit-answered]");
    if (count) count.textContent = reply.answered;
    this.write();
  }

  clash(box, mine, theirs) {
    box.querySelector(".t-visit__clash")?.remove();
    const part = document.getElementById("toets-botsing").content.firstElementChild.cloneNode(true);
    const words = (facts, label) => [label, facts.failure_reason, facts.note].filter(Boolean).join(". ");
    const label = box.querySelector(`input[value="${CSS.escape(mine.outcome)}"]`)?.closest("label")?.textContent.trim() ?? mine.outcome;
    part.querySelector("[data-clash-theirs]").textContent = `${theirs.by}: ${words(theirs, theirs.outcome_label)}`;
    part.querySelector("[data-clash-mine]").textContent = `U: ${words(mine, label)}`;
    part.theirs = theirs;
    box.append(part);
  }

  complain(box, text) {
    box.querySelector(".t-visit__clash")?.remove();
    const line = document.createElement("div");
    line.className = "t-visit__clash";
    line.setAttribute("role", "alert");
    line.textContent = text;
    box.append(line);
  }

  clicked(event) {
    const button = event.target.closest("[data-clash-keep]");
    if (!button) return;
    const box = button.closest("[data-question]");
    const { theirs } = button.closest(".t-visit__clash");
    box.querySelector("[data-answer-seen]").value = theirs.revision;
    if (button.dataset.clashKeep === "mine") {
      this.note(box);
      return;
    }
    this.fill(box, theirs);
    box.querySelector("[data-answer-was]").value = theirs.was;
    delete this.waiting[box.dataset.question];
    box.querySelector(".t-visit__clash").remove();
    this.write();
    this.show();
  }

  /** The form itself goes to the server with everything in it. Without a network it stays here, with all answers. */
  submitted(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.problem = "offline";
      this.show();
      announce("Geen verbinding. Uw antwoorden staan op dit toestel.");
      return;
    }
    if (Object.values(this.waiting).some((answer) => answer.isHeld) || this.ready().length > 0 || this.photos.waits()) {
      if (this.isLetThrough) return;
      event.preventDefault();
      const button = event.submitter;
      this.send().then(() => {
        if (this.problem || Object.keys(this.waiting).length > 0 || this.photos.waits()) return this.refuse();
        this.isLetThrough = true;
        this.form.requestSubmit(button);
      });
    }
  }

  /** Not everything is in: say what, and bring the first of it into sight. */
  refuse() {
    this.show();
    announce(this.state()[1]);
    this.form.querySelector(".t-visit__clash, .t-visit__photo[data-state=refused]")?.scrollIntoView({ block: "center" });
  }

  state() {
    const waits = this.ready().length;
    const unfinished = Object.keys(this.waiting).length - waits;
    const pictures = this.photos.count("waiting", "sending");
    const refused = this.photos.count("refused");
    const things = (answers, photos) => {
      const said = [];
      if (answers > 0) said.push(answers === 1 ? "1 antwoord" : `${answers} antwoorden`);
      if (photos > 0) said.push(photos === 1 ? "1 foto" : `${photos} foto’s`);
      return said.join(" en ");
    };
    const problems = [this.problem, this.photos.problem];
    if (this.over) return ["clash", this.over];
    if (problems.includes("login")) {
      const kept = things(waits, pictures);
      return ["wait", `U bent uitgelogd. ${kept ? `${kept} op dit toestel bewaard. ` : ""}Log in een nieuw tabblad in en ververs deze pagina.`];
    }
    if (waits + pictures > 0 && (problems.includes("offline") || !navigator.onLine)) {
      return ["wait", `Wacht op verbinding: ${things(waits, pictures)} op dit toestel`];
    }
    if (this.problem && this.problem !== "offline") return ["wait", this.problem];
    if (this.photos.problem === "busy") return ["wait", `De server neemt nu geen foto’s aan. ${things(0, pictures)} op dit toestel; wij proberen het opnieuw.`];
    if (!this.photos.isRestored) return ["busy", "Kijken wat er nog op dit toestel staat…"];
    if (this.sending || this.photos.sending || this.photos.making > 0 || waits > 0) return ["busy", pictures > 0 ? `Bezig met versturen: ${things(0, pictures)}` : "Bezig met opslaan…"];
    if (unfinished + refused > 0) return ["wait", `Nog niet opgeslagen: ${things(unfinished, refused)}. Kijk bij de vraag wat er nodig is.`];
    return ["saved", navigator.onLine ? "Alles is opgeslagen" : "Geen verbinding. Tot nu toe is alles opgeslagen"];
  }

  show() {
    const [kind, text] = this.state();
    if (this.bar.dataset.kind !== kind || this.words.textContent !== text) {
      this.bar.dataset.kind = kind;
      this.words.textContent = text;
    }
  }
}

const form = document.querySelector("form[data-visit]");
if (form) new Visit(form);
