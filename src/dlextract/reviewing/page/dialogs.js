/** What lies over the page: the keys, and the draft of a rule. */

import { make } from "./rows.js";
import { post } from "./store.js";

/** Shows a rule that would find what was drawn. */
export async function rule(number, label, sentence) {
  const dialog = document.getElementById("rule");
  const close = make("button", { type: "button", onclick: () => dialog.close() }, "Close");
  const show = (...parts) => dialog.replaceChildren(make("h2", {}, `A rule for ${label}`), ...parts, close);
  show(make("p", {}, "Drafting …"));
  dialog.showModal();
  try {
    const draft = await post("draft", { number, label, sentence });
    const said = draft.already
      ? "The rules find these words already; something else kept them from being the answer. See dlextract patterns explain."
      : draft.works
        ? "It finds exactly the marked words. Put it into a file NAME.yaml of a folder of your own, and read with --patterns FOLDER."
        : "It does not find the marked words yet. Mend it in a file NAME.yaml of a folder of your own.";
    const code = make("pre", { tabindex: "0" }, draft.yaml);
    const copy = make("button", { type: "button", onclick: () => navigator.clipboard.writeText(draft.yaml) }, "Copy");
    show(make("p", {}, said), code, copy);
  } catch (problem) {
    show(make("p", {}, problem.message));
  }
}

/** Shows what each key does. */
export function help(keys, journal) {
  const dialog = document.getElementById("help");
  const lines = [...keys.map(([key, , title]) => [key, title]), ["1–9", "Choose the sentence that it stands on"], ["?", "This help"]];
  dialog.replaceChildren(
    make("h2", {}, "Keys"),
    make("dl", { class: "keys" }, ...lines.flatMap(([key, text]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, text)])),
    make("p", {}, "They rest while you type. In the grid the arrow keys go from cell to cell, and Enter opens one."),
    make("p", {}, `Every decision is a line in ${journal}, on the disk before the next item is shown.`),
    make("button", { type: "button", onclick: () => dialog.close() }, "Close"),
  );
  dialog.showModal();
}
