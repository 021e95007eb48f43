/** The middle: one value, the sentences that state it, what spoke for it, and what else there was. */

import { MARKS, saidBy } from "./lists.js";
import { make } from "./rows.js";

const DONE = {
  accept: "accepted",
  edit: "corrected",
  reject: "rejected",
  absent: "really not stated",
  missed: "stated, but missed by the tool",
};

const HOW = { bulk: ", with many others at once", table: ", in a table", consensus: ", between two readers" };

export class Item {
  /** @param look  called with (places, index) when a place is chosen */
  constructor(store, look) {
    this.store = store;
    this.look = look;
    this.host = document.getElementById("item");
    this.entry = null;
    this.item = null;
    this.place = 0;
  }

  /** What can be chosen: what two readers say, where they are settled, and the places of the tool. */
  get places() {
    if (!this.item) return [];
    return [...this.said(), ...this.item.places, ...this.item.near.map((place) => ({ ...place, set: true }))];
  }

  /** What two readers have decided about the cell, each as something to look at and to take. */
  said() {
    const { readers } = this.store;
    const sides = (this.entry && this.store.sides(this.entry)) || [];
    return sides.map((act, index) => ({
      reader: readers[index],
      act,
      page: act?.page,
      quote: act?.quote ? split(act) : ["", "", ""],
      boxes: act?.boxes || [],
    }));
  }

  async show(entry) {
    this.entry = entry;
    this.item = null; // until it is there nothing can be decided
    const item = await this.store.item(entry);
    if (entry !== this.entry) return;
    if (!item) throw new Error(`The record of this paper has no ${entry.kind} ${entry.key}.`);
    this.item = item;
    this.note = this.store.decision(entry)?.note || "";
    const act = this.store.decision(entry);
    const before = act ? this.places.findIndex((place) => place.page === act.page && place.quote.join("") === act.quote) : 0;
    // Of what two readers say none is chosen beforehand.
    this.place = this.said().length && !act ? -1 : Math.max(0, before);
    this.paint();
    this.host.scrollTop = 0;
    this.look(this.shown(), this.place);
  }

  /** The places, and one that the reader drew, if that is what the decision stands on. */
  shown() {
    const act = this.entry && this.store.decision(this.entry);
    if (!act?.page || !act.boxes?.length) return this.places;
    if (this.places.some((place) => place.page === act.page && place.quote.join("") === act.quote)) return this.places;
    return [...this.places, { page: act.page, quote: split(act), boxes: act.boxes, name: "drawn by the reader", drawn: true }];
  }

  choose(index) {
    if (!this.item || index >= this.shown().length) return;
    this.place = index;
    this.paint();
    this.look(this.shown(), index);
  }

  paint() {
    const { store, entry, item } = this;
    const paper = store.papers[entry.paper];
    const act = store.decision(entry);
    const heading = item.kind === "question" ? `${item.cq} ${item.title}` : `Fact: ${item.title}`;
    const sure = item.confidence === null || item.confidence === undefined ? "" : `${Math.round(item.confidence * 100)} % sure`;
    const places = this.shown();
    const said = this.said();
    const own = said.length + item.places.length;
    this.host.replaceChildren(
      make("p", { class: "paper" }, paper.title || paper.source),
      make("h1", {}, heading),
      this.decided(act),
      said.length ? make("h2", {}, "What the readers say") : "",
      this.list(said, 0),
      said.length ? make("h2", {}, "What dlextract says") : "",
      make(
        "p",
        { class: `value ${item.stated ? "" : "none"} ${(item.value || "").length > 120 ? "long" : ""}` },
        item.stated ? item.value : item.added ? "does not have it" : "not stated",
        " ",
        make("span", { class: "chance" }, sure),
      ),
      says(item) ? make("p", { class: "text" }, item.text) : "",
      item.places.length ? make("h2", {}, "Where it stands") : "",
      this.list(places.slice(said.length, own), said.length),
      places.length > own ? make("h2", {}, item.places.length ? "Set aside, or drawn" : item.near.length ? "Nearest that was set aside" : "Drawn") : "",
      this.list(places.slice(own), own),
      places.length > said.length || item.added ? "" : make("p", { class: "quiet" }, "No sentence of the paper comes near."),
      make("dl", {}, ...item.about.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)])),
      make("p", { class: "quiet" }, places.length > said.length ? "Quotes and boxes are exact: they are places in the text that was read, not looked up again." : ""),
      make(
        "label",
        { class: "note" },
        "Note ",
        make("input", { id: "note", value: this.note, maxlength: "2000", oninput: (event) => (this.note = event.target.value) }),
      ),
    );
  }

  decided(act) {
    const changed = this.store.changedBy(this.entry);
    if (!act) return "";
    const why = act.reason ? ` (${act.reason})` : "";
    const value = ["edit", "missed"].includes(act.verdict) ? `: ${act.value}` : "";
    const how = HOW[act.how] || "";
    return make(
      "div",
      { class: "verdict" },
      make("p", {}, `${MARKS[act.verdict]} ${DONE[act.verdict]}${why}${value}`),
      make("p", { class: "quiet" }, `${act.who || "reader"}, ${new Date(act.when).toLocaleString()}${how}`),
      changed ? make("p", { class: "changed" }, `Since then: ${changed}.`) : "",
    );
  }

  list(places, from) {
    if (!places.length) return "";
    return make(
      "ol",
      { class: "places", start: String(from + 1) },
      ...places.map((place, index) => {
        const [before, words, after] = place.quote;
        const at = from + index;
        return make(
          "li",
          {},
          make(
            "button",
            { type: "button", class: "place", "aria-pressed": String(at === this.place), onclick: () => this.choose(at) },
            make("span", { class: "number" }, String(at + 1)),
            place.reader ? this.opinion(place) : "",
            make("span", { class: "quote" }, before, words ? make("mark", {}, words) : "", after),
            make("span", { class: "where" }, [place.page && `p. ${place.page}`, place.name, place.act?.note].filter(Boolean).join(" · ")),
          ),
        );
      }),
    );
  }

  opinion({ reader, act }) {
    const done = act ? `${MARKS[act.verdict]} ${saidBy(act)}` : "no decision: as dlextract has it";
    return make("span", { class: "opinion" }, make("strong", {}, reader), ` ${done}`);
  }

  /** The place that a decision is to stand on, as parts of an act. */
  ground() {
    const place = this.shown()[this.place];
    if (!place?.page) return {};
    return { page: place.page, quote: place.quote.join(""), words: place.quote[1], boxes: place.boxes };
  }
}

/** Whether the text of an item says more than its value. */
function says({ text, value }) {
  const plain = (words) => (words || "not stated").replace(/\.$/, "").toLowerCase();
  return text && plain(text) !== plain(value);
}

function split(act) {
  const at = act.words ? act.quote.indexOf(act.words) : -1;
  if (at < 0) return ["", act.quote, ""];
  return [act.quote.slice(0, at), act.words, act.quote.slice(at + act.words.length)];
}
