/** The form of a contact: read, filled, and told what is missing before it is kept. The server judges again, dates above all. */
const REQUIRED = {
  match: "Kies met wie u contact had.",
  happened_on: "Vul de datum in.",
  kind: "Kies wat u deed.",
  minutes: "Kies hoe lang.",
  visibility: "Kies wie dit leest.",
};
const MOST_IN_NOTE = 1000;

export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

export class ContactForm {
  constructor(form) {
    this.form = form;
    this.clear();
    // From an idea that was done: what it was is known.
    const wanted = new URLSearchParams(location.search).get("wat");
    for (const one of form.elements.kind) one.checked ||= one.value === wanted;
  }

  /** What may stay empty is folded away until somebody wants it. */
  unfold(isOpen) {
    this.form.querySelector("details").open = isOpen;
  }

  clear() {
    this.form.reset();
    this.unfold(false);
    this.id = crypto.randomUUID();
    this.form.elements.happened_on.value = today();
    this.complain({});
  }

  /** Refused before: the same key, so that it stays one contact. */
  fill(draft) {
    this.form.reset();
    this.unfold(true);
    this.id = draft.id;
    for (const control of this.form.elements) {
      const value = control.name === "match" ? draft.match : draft.fields[control.name];
      if (value === undefined) continue;
      if (["radio", "checkbox"].includes(control.type)) control.checked = [value].flat().includes(control.value);
      else control.value = value;
    }
    this.complain(draft.refused?.errors ?? {});
  }

  read() {
    const data = new FormData(this.form);
    const fields = {};
    for (const name of ["happened_on", "kind", "minutes", "visibility", "feeling", "note"]) fields[name] = data.get(name) ?? "";
    fields.topics = data.getAll("topics");
    return { id: this.id, at: Date.now(), match: this.form.dataset.match || (data.get("match") ?? ""), fields };
  }

  /** Says at each question what is wrong; true when nothing is. */
  check(draft) {
    const errors = {};
    for (const [name, words] of Object.entries(REQUIRED)) {
      if (!(name === "match" ? draft.match : draft.fields[name])) errors[name] = [words];
    }
    if (draft.fields.happened_on > today()) errors.happened_on = ["Deze datum ligt in de toekomst. Kies vandaag of een dag ervoor."];
    const over = [...draft.fields.note].length - MOST_IN_NOTE;
    if (over > 0) errors.note = [`De notitie is ${over} tekens te lang. Maak hem korter.`];
    this.complain(errors);
    return Object.keys(errors).length === 0;
  }

  complain(errors) {
    for (const line of this.form.querySelectorAll("[data-complaint]")) line.remove();
    for (const box of this.form.querySelectorAll(".utrecht-form-field--invalid")) box.classList.remove("utrecht-form-field--invalid");
    let first = null;
    for (const [name, words] of Object.entries(errors)) {
      const found = this.form.elements[name];
      const control = found instanceof RadioNodeList ? found[0] : found;
      const box = control?.closest(".utrecht-form-field");
      if (!box) continue;
      const line = document.createElement("p");
      line.className = "utrecht-form-field-error-message";
      line.dataset.complaint = "";
      line.id = `fout-${name}`;
      line.textContent = words.join(" ");
      box.classList.add("utrecht-form-field--invalid");
      box.querySelector("legend, label").after(line);
      control.setAttribute("aria-describedby", line.id);
      if (box.closest("details")) this.unfold(true);
      first ??= control;
    }
    first?.focus({ preventScroll: true });
    first?.closest(".utrecht-form-field").scrollIntoView({ block: "start" });
  }
}
