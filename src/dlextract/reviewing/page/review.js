/** Puts the parts together: views, keys, decisions. */

import { help, rule } from "./dialogs.js";
import { Grid } from "./grid.js";
import { Item } from "./item.js";
import { FACTS, List } from "./lists.js";
import { Panels } from "./panels.js";
import { make } from "./rows.js";
import { Store, get, labelIn, post } from "./store.js";
import { Viewer } from "./viewer.js";

const KEYS = [
  ["n", "next", "Next"],
  ["p", "back", "Back"],
  ["a", "accept", "Accept"],
  ["r", "reject", "Reject, with a reason"],
  ["e", "edit", "Edit the value"],
  ["0", "absent", "Really not stated"],
  ["m", "missed", "Stated, but missed: draw a box on the page"],
  ["u", "undo", "Undo"],
];
const BULK_SECONDS = 10;

const $ = (id) => document.getElementById(id);

class Review {
  async start() {
    this.store = new Store();
    await this.store.load();
    const { store } = this;
    document.title = `Review of ${store.file}`;
    if (store.readers) this.settling(store.readers);
    this.panels = new Panels($("actions"));
    const sizes = new Map();
    this.viewer = new Viewer($("page"), {
      address: (paper, page) => `page/${paper}/${page}.jpg`,
      size: (paper, page) => {
        const address = `page/${paper}/${page}.json`;
        if (!sizes.has(address)) {
          sizes.set(address, get(address));
          sizes.get(address).catch(() => sizes.delete(address));
        }
        return sizes.get(address);
      },
    });
    this.item = new Item(store, (places, index) => this.look(places, index));
    this.list = new List(store, (entry) => this.open(entry));
    this.grid = new Grid(store, (entry) => this.view("paper", entry));
    this.buttons();
    store.addEventListener("change", () => this.progress());
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("built", () => this.bulk());
    document.addEventListener("problem", (event) => this.alarm(event.detail));
    window.addEventListener("hashchange", () => this.follow());
    this.saved(`each decision is saved in ${store.journal}`);
    this.tell();
    this.progress();
    await this.follow();
    document.body.dataset.ready = "yes";
  }

  buttons() {
    $("actions").append(
      ...KEYS.map(([key, name, title]) =>
        make("button", { type: "button", title, "data-act": name, onclick: () => this.act(name) }, make("kbd", {}, key), ` ${this.named(name)}`),
      ),
    );
    for (const one of $("views").children) one.addEventListener("click", () => this.view(one.dataset.view));
    $("help-open").addEventListener("click", () => help(KEYS, this.store.journal));
    $("bulk").addEventListener("click", () => this.acceptAll());
  }

  named(name) {
    if (name === "accept" && this.store.readers) return "take";
    return name === "absent" ? "not stated" : name;
  }

  /** Two readers are settled: only what they differ in is asked, and what one of them says can be taken. */
  settling(readers) {
    document.body.dataset.settling = "yes";
    document.title = `${readers.join(" and ")}: differences`;
    document.querySelector('#views [data-view="queue"]').textContent = "Differences";
    Object.assign(KEYS.find(([key]) => key === "a"), { 2: "Take what is chosen: 1 and 2 are the readers' decisions" });
  }

  tell() {
    const failed = this.store.papers.filter((paper) => paper.error);
    const lines = [...this.store.notices, ...failed.slice(0, 5).map((paper) => `not read: ${paper.error}`)];
    if (failed.length > 5) lines.push(`and ${failed.length - 5} more papers that could not be read`);
    $("told").hidden = !lines.length;
    $("told").replaceChildren(
      ...lines.map((line) => make("p", {}, line)),
      make("button", { type: "button", onclick: () => ($("told").hidden = true) }, "Close"),
    );
  }

  /** Where we are, in the address: a reload comes back to it. */
  address(view, entry) {
    const parts = new URLSearchParams({ view });
    if (entry) {
      parts.set("paper", entry.paper);
      parts.set("kind", entry.kind);
      parts.set("key", entry.key);
    }
    return `#${parts}`;
  }

  async follow() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const paper = Number(parts.get("paper"));
    const entry = parts.get("key") && this.store.papers[paper] ? { paper, kind: parts.get("kind"), key: parts.get("key") } : null;
    const view = ["grid", "paper", "question"].includes(parts.get("view")) ? parts.get("view") : "queue";
    if (view === this.shown && entry && same(entry, this.item.entry)) return;
    await this.view(view, entry);
  }

  async view(view, entry = null) {
    this.shown = view;
    document.body.dataset.view = view;
    for (const one of $("views").children) one.setAttribute("aria-pressed", String(one.dataset.view === view));
    const grid = view === "grid";
    $("grid").hidden = !grid;
    for (const id of ["list", "item", "page", "actions"]) $(id).hidden = grid;
    const current = entry || this.item.entry;
    if (grid) {
      history.replaceState(null, "", this.address("grid"));
      if (current?.kind === "question") {
        this.grid.row = current.paper;
        this.grid.column = this.store.column.get(current.key) ?? 0;
      }
      this.grid.show();
      this.grid.rows.reveal(this.grid.row);
      return;
    }
    const chosen = {};
    if (current) Object.assign(chosen, { paper: current.paper, question: current.kind === "fact" ? FACTS + labelIn(current.key) : current.key });
    if (entry) chosen.queue = entry.kind === "fact" ? "facts" : "questions";
    await this.list.show(view, chosen);
    const target = current || this.list.entries[0];
    if (target) await this.open(target);
    else this.empty();
  }

  empty() {
    this.viewer.say("");
    $("item").replaceChildren(make("p", { class: "quiet" }, "Nothing is left here. Choose another filter or view above the list."));
  }

  async open(entry) {
    this.panels.close();
    this.viewer.giveUp?.();
    history.replaceState(null, "", this.address(this.shown, entry));
    this.list.mark(entry);
    try {
      await this.item.show(entry);
    } catch (problem) {
      this.alarm(problem);
      return;
    }
    this.bulk();
    this.ahead();
    if (this.started && matchMedia("(max-width: 640px)").matches) $("item").scrollIntoView();
    this.started = true;
    // The focus stays in the list; from what is gone or was only pressed it comes here, for the keys.
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || activeElement.closest("#actions, #item, [hidden]")) {
      $("item").focus({ preventScroll: true });
    }
  }

  /** Has the page of the next item drawn before it is asked for. */
  async ahead() {
    const next = this.list.next(1, true);
    if (!next) return;
    try {
      const { places, near } = await this.store.item(next);
      const page = [...places, ...near][0]?.page || 1;
      if (this.viewer.place) new Image().src = this.viewer.address(next.paper, page);
    } catch {
      // What cannot be had is said when it is asked for.
    }
  }

  look(places, index) {
    const place = places[index];
    const { entry } = this.item;
    const page = place?.page || places.find((one) => one.page)?.page || 1;
    // Two readers, and the tool, often mean the same words: only what is chosen is marked, else what the readers say.
    const settling = places.some((one) => one.act);
    const boxes = places.flatMap((one, number) =>
      (settling && (place ? one !== place : !one.act) ? [] : one.boxes).map((box, part) => ({
        box,
        page: one.page,
        place: number,
        number: places.length > 1 && part === 0 ? number + 1 : 0,
        kind: one.drawn ? "drawn" : one.set ? "set" : "",
      })),
    );
    const here = boxes.filter((box) => box.page === page);
    this.viewer.show({ paper: entry.paper, page, boxes: here, all: boxes, focus: here.findIndex((box) => box.place === index) });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("dialog")) return;
    if (event.target.closest?.("input, textarea, select")) return;
    if (this.shown === "grid" && event.key !== "?") return;
    if (event.key === "?") help(KEYS, this.store.journal);
    else if (/^[1-9]$/.test(event.key)) {
      if (this.panels.pick) this.panels.pick(Number(event.key));
      else if (this.item.item) this.item.choose(Number(event.key) - 1);
    } else {
      const found = KEYS.find(([key]) => key === event.key);
      if (!found) return;
      this.act(found[1]);
    }
    event.preventDefault();
  }

  act(name) {
    const { item, panels } = this;
    if (name === "undo") return this.undo();
    if (!item.item) return undefined;
    if (name === "next" || name === "back") {
      const entry = this.list.next(name === "next" ? 1 : -1);
      return entry && this.open(entry);
    }
    if (item.item.added && !this.store.readers && ["accept", "absent", "reject"].includes(name)) {
      return name === "accept" ? this.act("next") : this.takeBack([item.entry]); // what a reader adds is kept, or taken back
    }
    if (name === "accept") return this.accept();
    if (name === "absent") return this.decide({ verdict: "absent" });
    if (name === "reject") return panels.reason(this.store.reasons, (reason) => this.decide({ verdict: "reject", reason, ...item.ground() }));
    if (name === "missed") return this.draw();
    const place = item.shown()[item.place];
    const decided = this.store.decision(item.entry);
    const value = decided?.value || place?.act?.value || place?.value || item.item.value || "";
    return panels.value("New value", value, (typed) => this.decide({ verdict: "edit", value: typed, ...item.ground() }));
  }

  /** Agrees with the tool, or with the reader whose decision is chosen. */
  accept() {
    const { item } = this;
    const said = item.said();
    const chosen = said[item.place];
    if (said.length && item.place < 0) return this.saved("choose 1 or 2 first, or a sentence of dlextract's");
    if (chosen?.act) return this.decide({ verdict: "accept", take: chosen.reader });
    return this.decide({ verdict: "accept", ...item.ground() });
  }

  /** Saves a decision and goes on; keys that come while it is being saved are dropped, not taken for the next item. */
  async decide(decision, after = null) {
    if (this.saving) return;
    this.saving = true;
    try {
      await this.save(decision, after);
    } finally {
      this.saving = false;
    }
  }

  async save(decision, after) {
    const { entry, note } = this.item;
    const next = this.list.next(1, true);
    this.panels.close();
    this.saved("saving …");
    const decisions = [{ entry, note, ...decision }];
    if (after?.fact) decisions.push({ entry: { ...entry, kind: "fact", key: after.fact }, ...decision });
    try {
      await this.store.decide(decisions);
    } catch (problem) {
      this.saved("");
      this.alarm(problem, "Not saved. ");
      return;
    }
    this.store.undoable.push(decisions.map((one) => one.entry));
    this.done(next ? "" : `saved ${new Date().toLocaleTimeString()}; nothing is open here any more`);
    if (this.shown === "queue" && !this.list.search.value) this.list.rows.set(this.list.entries.length);
    if (after?.fact && this.shown === "paper") await this.list.build();
    await this.open(next && !same(next, entry) ? next : entry);
  }

  async undo() {
    const entries = this.store.undoable.pop() || (this.item.entry && this.store.decision(this.item.entry) ? [this.item.entry] : []);
    return entries.length ? this.takeBack(entries) : this.saved("nothing to undo");
  }

  async takeBack(entries) {
    try {
      await this.store.decide(entries.map((entry) => ({ entry, verdict: "undo" })));
    } catch (problem) {
      this.store.undoable.push(entries);
      return this.alarm(problem, "Not undone. ");
    }
    this.done(`undone (${entries.length === 1 ? "1 decision" : `${entries.length} decisions`})`);
    if (this.shown === "paper" && entries.some(({ kind }) => kind === "fact")) await this.list.build();
    const gone = !(await this.store.item(entries[0])); // a fact that only the reader had
    return gone ? this.list.entries.length && this.open(this.list.entries[0]) : this.open(entries[0]);
  }

  async acceptAll() {
    const open = this.list.open();
    const button = $("bulk");
    if (button.dataset.sure !== "yes") {
      button.dataset.sure = "yes";
      button.textContent = `Accept ${open.length} without a look at each? Press again`;
      this.waiting = setTimeout(() => this.bulk(), BULK_SECONDS * 1000);
      return;
    }
    const decisions = open.map((entry) => ({ entry, verdict: "accept", how: "bulk" }));
    try {
      await this.store.decide(decisions);
    } catch (problem) {
      this.alarm(problem, "Not saved. ");
      return;
    }
    this.store.undoable.push(open);
    this.done(`${open.length} accepted at once; u takes them back`);
    await this.list.build();
    if (this.item.entry) await this.open(this.item.entry);
  }

  bulk() {
    clearTimeout(this.waiting);
    const count = this.list.open().length;
    $("bulk").dataset.sure = "";
    $("bulk").disabled = !count;
    $("bulk").textContent = `Accept all ${count} open ones shown …`;
  }

  async draw() {
    const { entry, item } = this.item;
    this.panels.hint("Draw a box over the words on the page (arrow keys move it, Shift stretches, Enter takes it)", () => this.viewer.giveUp?.());
    const drawn = await this.viewer.draw();
    this.panels.close();
    if (!drawn) return;
    this.saved("reading the page …");
    let found;
    try {
      found = await post("mark", { number: entry.paper, question: entry.kind === "question" ? item.key : "", ...drawn });
    } catch (problem) {
      this.saved("");
      this.alarm(problem);
      return;
    }
    this.saved("");
    this.panels.missed(found, async (value, label) => {
      const [before, words, after] = found.quote;
      const place = { page: found.page, quote: found.quote.join(""), words, boxes: found.boxes };
      await this.decide({ verdict: "missed", value, ...place }, label ? { fact: `${label}=${value}` } : null);
      if (label) rule(entry.paper, label, `${before}[[${words}]]${after}`);
    });
  }

  done(text = "") {
    $("alarm").hidden = true;
    this.saved(text || `saved ${new Date().toLocaleTimeString()}`);
    this.bulk();
  }

  saved(text) {
    $("saved").textContent = text;
  }

  alarm(problem, before = "") {
    $("alarm").hidden = false;
    $("alarm").textContent = `${before}${problem.message}`;
  }

  progress() {
    const { cells, papers } = this.store.progress();
    const { total } = this.store;
    $("bar").max = total || 1;
    $("bar").value = cells;
    $("pace").textContent = `${cells} of ${total}${this.store.readers ? " differences" : ""} · ${papers} of ${this.store.papers.length} papers`;
  }
}

function same(one, other) {
  return Boolean(one && other && one.paper === other.paper && one.kind === other.kind && one.key === other.key);
}

const review = new Review();
review.start().catch((problem) => review.alarm(problem));
