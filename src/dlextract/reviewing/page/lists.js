/** The list on the left: the queue, one paper, one question over all papers, or what a search found. */

import { Rows, make } from "./rows.js";
import { get, labelIn, valueIn } from "./store.js";

const FILTERS = {
  open: ["Open", (store, entry) => !store.decision(entry)],
  all: ["All", () => true],
  unsure: ["Unsure", (store, entry) => store.rank(entry) === 0],
  silent: ["Not stated", (store, entry) => store.rank(entry) === 1],
  stated: ["Stated", (store, entry) => store.rank(entry) !== 1],
  decided: ["Decided", (store, entry) => Boolean(store.decision(entry))],
  rejected: ["Rejected", (store, entry) => store.decision(entry)?.verdict === "reject"],
  mended: ["Corrected", (store, entry) => ["edit", "missed"].includes(store.decision(entry)?.verdict)],
  twice: ["Said twice, differently", (store, entry) => store.twice(entry)],
  changed: ["Changed by a new run", (store, entry) => Boolean(store.changedBy(entry))],
};

export const MARKS = { accept: "✓", edit: "✎", reject: "✗", absent: "∅", missed: "+" };
const KINDS = ["unsure", "silent", "sure"];
const QUEUES = { questions: "Questions", facts: "Facts that were used" };
export const FACTS = "fact:"; // before a label, where a question's name could stand

/** The name of a question as a reader may say it: "13 hyperparameters". */
export function titleOf({ cq, key }) {
  return `${cq} ${key.replaceAll("_", " ")}`;
}

export function valueOf(store, entry, item) {
  const decided = store.decision(entry);
  if (decided) return saidBy(decided);
  const sides = store.sides(entry);
  if (sides) return sides.map(saidBy).join(" | ");
  const told = store.told(entry);
  if (told) return told[0] ? told[2] : "not stated";
  return item?.value ?? valueIn(entry.key);
}

/** What a decision says of a cell; of none, that a reader left the cell as it was. */
export function saidBy(act) {
  if (!act) return "no decision";
  return act.verdict === "reject" ? `rejected: ${act.reason}` : act.value ?? "not stated";
}

export class List {
  /** @param choose  called with an entry that the reader picks */
  constructor(store, choose) {
    this.store = store;
    this.choose = choose;
    this.view = "queue";
    this.entries = [];
    this.at = -1;
    this.chosen = { queue: "questions", paper: 0, question: store.questions[0]?.key };
    this.scroller = document.getElementById("entries");
    this.rows = new Rows(this.scroller, 52, (index) => this.row(index));
    this.filter = document.getElementById("filter");
    this.filter.append(...Object.entries(FILTERS).map(([value, [text]]) => make("option", { value }, text)));
    this.filter.addEventListener("change", () => this.build());
    this.which = document.getElementById("which");
    this.which.addEventListener("change", () => this.pick());
    this.search = document.getElementById("search");
    let waiting = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.build(), 250);
    });
    this.scroller.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by || !this.entries.length) return;
      event.preventDefault();
      this.choose(this.entries[Math.min(Math.max(this.at + by, 0), this.entries.length - 1)]);
    });
  }

  show(view, chosen = {}) {
    if (view !== this.view) this.filter.value = view === "queue" ? "open" : "all";
    this.view = view;
    Object.assign(this.chosen, chosen);
    return this.offer();
  }

  /** Offers what the view can be of: questions or facts, one paper, or one question or label. */
  async offer() {
    const { store, view } = this;
    const option = ([value, text]) => make("option", { value: String(value) }, text);
    this.which.hidden = view === "queue" && Boolean(store.readers);
    if (view === "paper") {
      this.which.replaceChildren(...store.papers.map((paper, index) => option([index, paper.title || paper.source])));
    } else if (view === "queue") {
      this.which.replaceChildren(...Object.entries(QUEUES).map(option));
    } else {
      const facts = await store.facts().catch(() => []); // said where the facts are shown
      if (view !== this.view) return undefined;
      const labels = [...new Set(facts.map(({ key }) => labelIn(key)))].sort();
      this.which.replaceChildren(
        make("optgroup", { label: "Questions" }, ...store.questions.map(({ key, cq, ask }) => option([key, `${cq} ${ask}`]))),
        make("optgroup", { label: "Facts" }, ...labels.map((label) => option([FACTS + label, label]))),
      );
    }
    this.which.value = String(this.chosen[view] ?? "");
    return this.build();
  }

  pick() {
    this.chosen[this.view] = this.view === "paper" ? Number(this.which.value) : this.which.value;
    this.build().then(() => this.entries.length && this.choose(this.entries[0]));
  }

  async build() {
    const turn = (this.turn = (this.turn || 0) + 1);
    const words = this.search.value.trim();
    let entries;
    try {
      entries = words ? await this.found(words) : await this.all();
    } catch (problem) {
      this.scroller.dispatchEvent(new CustomEvent("problem", { detail: problem, bubbles: true }));
      return;
    }
    if (turn !== this.turn) return;
    const keep = FILTERS[this.filter.value || "open"][1];
    this.entries = words ? entries : entries.filter((entry) => keep(this.store, entry));
    this.at = -1;
    this.rows.set(this.entries.length);
    if (this.current) this.mark(this.current);
    this.dispatch();
  }

  dispatch() {
    this.scroller.dispatchEvent(new Event("built", { bubbles: true }));
  }

  async found(words) {
    const kind = this.ofFacts() ? "fact" : "question";
    const { hits } = await get(`search.json?kind=${kind}&q=${encodeURIComponent(words)}`);
    return hits.map(([paper, key, quote]) => ({ paper, kind, key, quote }));
  }

  /** Whether facts of all papers are listed, not questions. */
  ofFacts() {
    const { queue, question } = this.chosen;
    return this.view === "question" ? question.startsWith(FACTS) : this.view === "queue" && queue === "facts" && !this.store.readers;
  }

  async all() {
    const { papers, questions, readers, differences } = this.store;
    const entries = [];
    if (readers && this.view === "queue") return differences;
    if (this.view === "paper") {
      const { items } = await this.store.paper(this.chosen.paper);
      return items.map((item) => ({ paper: this.chosen.paper, kind: item.kind, key: item.key, item }));
    }
    if (this.ofFacts()) {
      const label = this.view === "question" ? this.chosen.question.slice(FACTS.length) : "";
      return this.ordered((await this.store.facts()).filter(({ key }) => !label || labelIn(key) === label));
    }
    papers.forEach((paper, number) => {
      questions.forEach(({ key }, index) => {
        if (!paper.cells[index] || (this.view === "question" && key !== this.chosen.question)) return;
        entries.push({ paper: number, kind: "question", key });
      });
    });
    return this.ordered(entries);
  }

  /** In the queue what is unsure comes first, then what is not stated. */
  ordered(entries) {
    if (this.view === "queue") entries.sort((a, b) => this.store.rank(a) - this.store.rank(b) || a.paper - b.paper);
    return entries;
  }

  row(index) {
    const entry = this.entries[index];
    const { store } = this;
    const decided = store.decision(entry);
    const paper = store.papers[entry.paper];
    const question = store.questions[store.column.get(entry.key)];
    const title = entry.kind === "fact" ? labelIn(entry.key) : titleOf(question);
    const name = this.view === "question" ? paper.title || paper.source : title;
    const beside = this.view === "queue" && store.papers.length > 1 ? paper.title || paper.source : "";
    return make(
      "div",
      {
        class: `entry ${KINDS[store.rank(entry)]} ${decided ? "decided" : ""}`,
        role: "option",
        "aria-selected": String(index === this.at),
        title: entry.quote || question?.ask || "",
        onclick: () => this.choose(entry),
      },
      make("span", { class: "mark", "aria-label": decided ? decided.verdict : "open" }, decided ? MARKS[decided.verdict] : "•"),
      make("span", { class: "name" }, name, beside ? make("span", { class: "beside" }, ` · ${beside}`) : null),
      make("span", { class: "value" }, entry.quote || valueOf(store, entry, entry.item)),
    );
  }

  /** Marks an entry as the one that is shown. */
  mark(entry) {
    this.current = entry;
    this.at = this.entries.findIndex((one) => one.paper === entry.paper && one.kind === entry.kind && one.key === entry.key);
    if (this.at >= 0) this.rows.reveal(this.at);
    this.rows.renew();
  }

  /** The entry `by` places on. With `open`, the next one that is not decided, from the start again at the end. */
  next(by, open = false) {
    const { length } = this.entries;
    if (!open) return this.entries[Math.min(Math.max(this.at + by, 0), length - 1)];
    for (let step = 1; step <= length; step += 1) {
      const entry = this.entries[(this.at + step + length) % length];
      if (!this.store.decision(entry)) return entry;
    }
    return undefined;
  }

  /** What "accept all" would accept. */
  open() {
    return this.entries.filter((entry) => !this.store.decision(entry));
  }
}
