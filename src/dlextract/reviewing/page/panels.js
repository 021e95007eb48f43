/** The forms of a decision: a new value, a reason, a place that was drawn. One at a time, above the buttons. */

import { make } from "./rows.js";

export class Panels {
  constructor(host) {
    this.host = host;
    this.panel = null;
  }

  get open() {
    return this.panel !== null;
  }

  close() {
    this.panel?.remove();
    this.panel = null;
    this.pick = null;
  }

  show(panel, pick = null) {
    this.close();
    this.panel = panel;
    this.pick = pick;
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
      document.getElementById("item").focus();
    });
    this.host.prepend(panel);
    panel.querySelector("textarea, input, select, button")?.focus();
  }

  /** Asks for a value; Enter saves, Shift+Enter makes a new line. */
  value(title, value, save) {
    const field = make("textarea", { rows: "2", "aria-label": title });
    field.value = value;
    const done = () => field.value.trim() && save(field.value.trim());
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      done();
    });
    this.show(
      make("div", { class: "panel", role: "group", "aria-label": title }, make("strong", {}, title), field, ...this.ends("Save", done)),
    );
    field.select();
  }

  /** Asks for a reason; its number picks it. */
  reason(reasons, save) {
    const buttons = reasons.map((reason, index) =>
      make("button", { type: "button", onclick: () => save(reason) }, make("kbd", {}, String(index + 1)), ` ${reason}`),
    );
    this.show(
      make("div", { class: "panel", role: "group", "aria-label": "Why is it wrong?" }, make("strong", {}, "Why is it wrong?"), ...buttons, this.cancel()),
      (number) => reasons[number - 1] && save(reasons[number - 1]),
    );
  }

  /** Shows the sentence under a drawn box, and asks for the value and the label of a rule. */
  missed(found, save) {
    const [before, words, after] = found.quote;
    const field = make("textarea", { rows: "2", "aria-label": "Value" });
    field.value = words.trim();
    const label = make(
      "select",
      { "aria-label": "Label" },
      make("option", { value: "" }, "no rule"),
      ...found.labels.map((name) => make("option", { value: name }, name)),
    );
    const done = () => field.value.trim() && save(field.value.trim(), label.value);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      done();
    });
    this.show(
      make(
        "div",
        { class: "panel", role: "group", "aria-label": "Stated, but missed" },
        make("strong", {}, `Stated on page ${found.page}, but missed`),
        make("p", { class: "quote" }, before, make("mark", {}, words), after),
        make("label", {}, "Value ", field),
        make("label", {}, "Draft a rule for ", label),
        ...this.ends("Save", done),
      ),
    );
    field.select();
  }

  /** Says what to do while a box is drawn. */
  hint(text, cancel) {
    this.show(make("div", { class: "panel" }, make("strong", {}, text), make("button", { type: "button", onclick: cancel }, "Give up")));
  }

  ends(text, done) {
    return [make("button", { type: "button", class: "main", onclick: done }, text), this.cancel()];
  }

  cancel() {
    return make("button", { type: "button", onclick: () => this.close() }, "Cancel");
  }
}
