/** The grid of papers and questions: only the rows in sight exist, and the arrow keys go from cell to cell. */

import { MARKS, titleOf, valueOf } from "./lists.js";
import { Rows, make } from "./rows.js";

const KINDS = ["unsure", "silent", "sure"];

export class Grid {
  constructor(store, choose) {
    this.store = store;
    this.choose = choose;
    this.row = 0;
    this.column = 0;
    this.table = document.getElementById("table");
    this.table.setAttribute("aria-rowcount", String(store.papers.length + 1));
    this.table.setAttribute("aria-colcount", String(store.questions.length + 1));
    this.table.style.setProperty("--columns", String(store.questions.length));
    const head = make(
      "div",
      { class: "line head", role: "row" },
      make("span", { role: "columnheader", class: "paper" }, "Paper"),
      ...store.questions.map((question) => make("span", { role: "columnheader", title: question.ask }, titleOf(question))),
    );
    this.rows = new Rows(this.table, 30, (index) => this.line(index), head);
    this.table.addEventListener("keydown", (event) => this.key(event));
  }

  show() {
    this.rows.set(this.store.papers.length);
  }

  line(index) {
    const { store } = this;
    const paper = store.papers[index];
    const name = paper.title || paper.source;
    const cells = paper.error
      ? [make("span", { class: "failed", role: "gridcell", title: paper.error }, paper.error)]
      : store.questions.map((question, column) => this.cell(index, column));
    return make(
      "div",
      { class: "line", role: "row", "aria-rowindex": String(index + 2) },
      make("span", { class: "paper", role: "rowheader", title: `${name}\n${paper.source}` }, name),
      ...cells,
    );
  }

  cell(index, column) {
    const { store } = this;
    const entry = { paper: index, kind: "question", key: store.questions[column].key };
    const told = store.told(entry);
    const at = `${index},${column}`;
    const here = index === this.row && column === this.column;
    if (!told) return make("span", { class: "cell", role: "gridcell", "data-at": at, tabindex: here ? "0" : "-1" });
    const decided = store.decision(entry);
    const value = valueOf(store, entry);
    const state = decided ? decided.verdict : KINDS[store.rank(entry)];
    const sure = told[1] === null || decided ? "" : `, ${Math.round(told[1] * 100)} % sure`;
    return make(
      "span",
      {
        class: `cell ${KINDS[store.rank(entry)]} ${decided ? "decided" : ""} ${store.changedBy(entry) ? "moved" : ""}`,
        role: "gridcell",
        "data-at": at,
        tabindex: here ? "0" : "-1",
        title: `${value}\n(${state}${sure})`,
        onclick: () => this.open(index, column),
      },
      decided ? `${MARKS[decided.verdict]} ${value}` : value,
    );
  }

  open(row, column) {
    this.row = row;
    this.column = column;
    const entry = { paper: row, kind: "question", key: this.store.questions[column].key };
    if (this.store.told(entry)) this.choose(entry);
  }

  key(event) {
    const last = { row: this.store.papers.length - 1, column: this.store.questions.length - 1 };
    const page = Math.max(1, Math.floor(this.table.clientHeight / 30) - 2);
    const ways = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [page, 0],
      PageUp: [-page, 0],
      Home: [0, -last.column],
      End: [0, last.column],
    };
    if (event.key === "Enter") this.open(this.row, this.column);
    else if (ways[event.key]) {
      const [down, right] = ways[event.key];
      this.row = Math.min(Math.max(this.row + down, 0), last.row);
      this.column = Math.min(Math.max(this.column + right, 0), last.column);
      this.rows.reveal(this.row);
      const cell = this.table.querySelector(`[data-at="${this.row},${this.column}"]`);
      this.table.querySelector('[data-at][tabindex="0"]')?.setAttribute("tabindex", "-1");
      cell?.setAttribute("tabindex", "0");
      cell?.focus({ preventScroll: true });
      cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else return;
    event.preventDefault();
  }
}
