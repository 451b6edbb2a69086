/** The page of the form, with or without a network: what is on this phone, what is on its way, what was sent, what was refused and why. */
import { ContactForm } from "./form.js";
import { sync } from "./server.js";
import { drafts, dropDraft, erase, expire, facts, keepDraft } from "./store.js";

const HOME = "/mijn-maatjes/";
export const RETRY = 20_000;
const LOG = /^\/mijn-maatjes\/([0-9a-f-]{36})\/contact\/$/;
const WORDS = {
  waiting: "Staat op deze telefoon",
  sending: "Wordt verstuurd",
  sent: "Verstuurd. Dank u wel!",
  refused: "Niet aangenomen",
};
const STATES = {
  offline: "Geen verbinding. Vul gerust in: het blijft op deze telefoon en gaat vanzelf weg zodra er weer verbinding is.",
  login: "U bent uitgelogd. Wat u invulde, staat nog op deze telefoon. Log in, dan gaat het vanzelf weg.",
  ended: "U bent uitgelogd. Deze telefoon is leeggemaakt.",
  busy: "De server kan dit nu niet verwerken. Wij proberen het zo weer.",
};
const day = new Intl.DateTimeFormat("nl-NL", { weekday: "long", day: "numeric", month: "long" });

export class LogPage {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-log-${name}]`);
    this.isShell = root.hasAttribute("data-log-shell");
    this.wanted = LOG.exec(location.pathname)?.[1] ?? "";
    this.known = null;
    this.states = new Map();
    this.sent = [];
    this.form = new ContactForm(this.part("form"));
    this.form.form.addEventListener("submit", (event) => this.submitted(event));
    this.part("list").addEventListener("click", (event) => this.clicked(event));
    this.part("erase").addEventListener("click", () => this.eraseAll());
    addEventListener("online", () => this.go());
    addEventListener("offline", () => this.say("offline"));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.go());
    setInterval(() => this.waits && this.go(), RETRY);
  }

  async start() {
    await expire();
    this.known = await facts().catch(() => null);
    this.draw();
    await this.show();
    await this.go();
  }

  /** Everything that waits, then what the page says about it. */
  async go() {
    const met = await sync((draft, state) => {
      this.states.set(draft.id, state);
      if (state === "sent") this.sent.push(draft);
      this.show();
    });
    if (met.state === "ok") {
      // A page that the worker kept, for a household that is not (any more) on it: the server knows why.
      if (this.isShell && this.wanted && !met.matches.some((one) => one.id === this.wanted) && navigator.onLine) {
        location.replace(`${location.pathname}?server`);
        return;
      }
      this.known = met;
    } else if (met.state === "ended") this.known = null;
    this.say(met.state);
    this.draw();
    await this.show();
  }

  say(state) {
    const bar = this.part("state");
    // On a telephone that holds nothing, the page says so itself.
    bar.hidden = !(state in STATES) || (state === "login" && this.isShell && !this.known);
    this.part("words").textContent = STATES[state] ?? "";
    this.part("login").hidden = !["login", "ended"].includes(state);
  }

  name(match) {
    if (!this.isShell) return this.root.dataset.logName;
    return this.known?.matches.find((one) => one.id === match)?.name ?? "een koppel dat is afgerond";
  }

  /** Who can be chosen; without anybody there is nothing to fill in. */
  draw() {
    if (!this.isShell) return;
    const matches = this.known?.matches ?? [];
    const box = this.part("who");
    const chosen = new FormData(this.form.form).get("match") || this.wanted || (matches.length === 1 ? matches[0].id : "");
    const list = box.querySelector("[data-log-matches]");
    list.replaceChildren(...matches.map((one) => this.choice(one, one.id === chosen)));
    box.hidden = matches.length < 2;
    this.form.form.hidden = matches.length === 0;
    this.part("nobody").hidden = matches.length > 0;
    this.part("kept").hidden = matches.length === 0;
    this.part("names").textContent = matches.map((one) => one.name).join("; ");
    this.part("heading").textContent = matches.length === 1 ? `Contact met ${matches[0].name}` : "Contact vastleggen";
  }

  choice(match, isChosen) {
    const label = document.createElement("label");
    label.className = "t-choice";
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "match", value: match.id, checked: isChosen, defaultChecked: isChosen });
    const words = document.createElement("span");
    words.className = "t-choice__label";
    words.textContent = match.name;
    label.append(input, words);
    return label;
  }

  async submitted(event) {
    event.preventDefault();
    const draft = this.form.read();
    if (!this.form.check(draft)) return;
    try {
      await keepDraft(draft);
    } catch {
      this.part("words").textContent = "Deze telefoon kan niets bewaren. Wij versturen het formulier gewoon.";
      this.part("state").hidden = false;
      if (!this.isShell) this.form.form.submit();
      return;
    }
    this.states.set(draft.id, "waiting");
    this.form.clear();
    await this.show();
    this.part("list").scrollIntoView({ block: "center" });
    this.part("list").focus({ preventScroll: true });
    await this.go();
  }

  /** Several ask for this at once: only the last look is drawn. */
  async show() {
    this.look = (this.look ?? 0) + 1;
    const mine = this.look;
    const kept = await drafts().catch(() => []);
    if (mine !== this.look) return;
    this.waits = kept.some((one) => !one.refused);
    const rows = [...this.sent.map((one) => [one, "sent"]), ...kept.map((one) => [one, one.refused ? "refused" : (this.states.get(one.id) ?? "waiting")])];
    // Drawn anew only where something changed: a button must not go from under a thumb.
    const drawn = JSON.stringify(rows.map(([draft, state]) => [draft, state, this.name(draft.match)]));
    if (drawn !== this.drawn) this.part("list").replaceChildren(...rows.map(([draft, state]) => this.row(draft, state)));
    this.drawn = drawn;
    this.part("drafts").hidden = rows.length === 0;
    this.part("on").hidden = !rows.some(([, state]) => state === "sent");
  }

  row(draft, state) {
    const row = document.getElementById("t-concept").content.firstElementChild.cloneNode(true);
    const put = (name, words) => {
      row.querySelector(`[data-${name}]`).textContent = words;
    };
    row.dataset.id = draft.id;
    row.dataset.state = state;
    put("title", `${day.format(new Date(`${draft.fields.happened_on}T12:00`))}, ${this.name(draft.match)}`);
    put("state-words", WORDS[state]);
    const refused = state === "refused" ? draft.refused : null;
    row.querySelector("[data-refused]").hidden = !refused;
    if (!refused) return row;
    const findings = refused.findings ?? [];
    put("why", [refused.message, ...Object.values(refused.errors ?? {}).flat(), ...findings].filter(Boolean).join(" "));
    put("text", draft.fields.note);
    row.querySelector("[data-act=anyway]").hidden = findings.length === 0;
    row.querySelector("[data-act=mend]").hidden = !refused.errors && findings.length === 0;
    row.querySelector("[data-act=copy]").hidden = !draft.fields.note;
    return row;
  }

  async clicked(event) {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const { id } = button.closest("[data-id]").dataset;
    const draft = (await drafts()).find((one) => one.id === id);
    if (!draft) return;
    switch (button.dataset.act) {
      case "copy":
        await navigator.clipboard.writeText(draft.fields.note).then(() => (button.textContent = "Gekopieerd"), () => {});
        return;
      case "drop":
        if (!confirm("Dit contact weggooien? Het staat nergens anders.")) return;
        await dropDraft(id);
        break;
      case "mend":
        this.form.fill(draft);
        if (!draft.refused.errors) this.form.form.scrollIntoView();
        return;
      default:
        await keepDraft({ ...draft, refused: null, hasSeenWarning: true });
        await this.go();
    }
    await this.show();
  }

  async eraseAll() {
    const number = (await drafts()).length;
    const things = number === 1 ? "Er staat nog 1 contact op deze telefoon dat niet verstuurd is." : `Er staan nog ${number} contacten op deze telefoon die niet verstuurd zijn.`;
    if (number > 0 && !confirm(`${things} Toch weghalen?`)) return;
    await erase();
    this.known = null;
    this.sent = [];
    if (!this.isShell) {
      location.assign(HOME);
      return;
    }
    this.draw();
    await this.show();
  }
}
