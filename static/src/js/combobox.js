/**
 * Suggestions under an input (WAI-ARIA combobox with list autocomplete).
 *
 * <div data-combobox="/address/?q="><input role="combobox" …><ul role="listbox" …></ul></div>
 * The address answers {"results": [{"value": "…", "label": "…", "hint": "…"}]}. Choosing writes the label in the
 * input and, when the wrapper has data-value-field, the value in that hidden field. Without script the input is
 * a plain text field and the server reads what was typed.
 */
import { announce } from "./live.js";

const WAIT = 180;
let counter = 0;

class Combobox {
  constructor(wrap) {
    this.wrap = wrap;
    this.input = wrap.querySelector('[role="combobox"]');
    this.list = wrap.querySelector('[role="listbox"]');
    this.active = -1;
    this.least = Number(wrap.dataset.least || 2);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.stop(), 120));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.choose(option);
    });
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  setValue(value) {
    const { valueField } = this.wrap.dataset;
    const field = valueField && this.input.form?.elements[valueField];
    if (field) field.value = value;
  }

  typed() {
    this.setValue("");
    this.forget();
    const text = this.input.value.trim();
    if (text.length < this.least) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.fetch(text), WAIT);
  }

  /** Suggestions that are still under way come too late. */
  forget() {
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  async fetch(text) {
    this.abort = new AbortController();
    try {
      const response = await fetch(this.wrap.dataset.combobox + encodeURIComponent(text), { signal: this.abort.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      this.show((await response.json()).results);
    } catch {
      this.close(); // No suggestions is no disaster: the typed text still counts.
    }
  }

  show(results) {
    this.list.replaceChildren(...results.map((result) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `${this.list.id}-${(counter += 1)}`;
      option.dataset.value = result.value;
      option.dataset.label = result.label;
      option.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.textContent = result.label;
      option.append(label);
      if (result.hint) {
        const hint = document.createElement("small");
        hint.textContent = result.hint;
        option.append(hint);
      }
      return option;
    }));
    this.active = -1;
    this.list.hidden = results.length === 0;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    announce(results.length === 0 ? "Geen suggesties" : `${results.length} ${results.length === 1 ? "suggestie" : "suggesties"}. Kies met de pijltjestoetsen.`);
  }

  stop() {
    this.forget();
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const { options } = this;
    if (this.list.hidden || options.length === 0) return;
    this.active = (this.active + step + options.length + (this.active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  choose(option) {
    this.input.value = option.dataset.label;
    this.setValue(option.dataset.value);
    this.stop();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden && this.input.value.trim().length >= this.least) this.fetch(this.input.value.trim());
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape") {
      if (!this.list.hidden) event.preventDefault();
      this.stop();
    }
  }
}

const known = new WeakSet();
function start() {
  for (const wrap of document.querySelectorAll("[data-combobox]")) {
    if (known.has(wrap)) continue;
    known.add(wrap);
    new Combobox(wrap);
  }
}
document.addEventListener("DOMContentLoaded", start);
document.addEventListener("htmx:after:swap", start);
