/** What the page knows: the papers, what the tool says, and what the reader decided. All talk with the server is here. */

export const UNSURE = 0.8; // confidence below which an answer comes first

export class Store extends EventTarget {
  async load() {
    Object.assign(this, await get("corpus.json"));
    this.decisions = new Map(this.acts.map((act) => [cellOf(act.paper, act.kind, act.key), act]));
    this.moved = new Map(this.changed.map(([paper, kind, key, text]) => [cellOf(paper, kind, key), text]));
    this.column = new Map(this.questions.map((question, index) => [question.key, index]));
    this.details = new Map();
    this.undoable = [];
    this.settle();
    this.total = this.readers ? this.differences.length : this.papers.reduce((sum, paper) => sum + paper.cells.filter(Boolean).length, 0);
  }

  /** Where two readers are settled: the cells in which they differ, and what each of them has decided. */
  settle() {
    const found = this.differences || [];
    this.differences = found.map(([paper, kind, key]) => ({ paper, kind, key }));
    this.both = new Map(found.map(([paper, kind, key, ...sides]) => [cellOf(this.papers[paper].sha, kind, key), sides]));
  }

  /** What two readers have decided, each an act or null; undefined where they do not differ. */
  sides(entry) {
    return this.both.get(cellOf(this.papers[entry.paper].sha, entry.kind, entry.key));
  }

  /** What the tool says: [stated, confidence, short, page]; undefined for a fact that is not among the used ones. */
  told(entry) {
    return entry.kind === "question" ? this.papers[entry.paper].cells[this.column.get(entry.key)] : entry.told;
  }

  /** The facts that the authors used, of all papers, by paper and label. */
  async facts() {
    if (!this.used) {
      this.used = get("facts.json").then(({ facts }) =>
        facts.map(([paper, key, confidence]) => ({ paper, kind: "fact", key, told: [true, confidence, valueIn(key), null] })),
      );
      this.used.catch(() => (this.used = null));
    }
    return this.used;
  }

  decision(entry) {
    return this.decisions.get(cellOf(this.papers[entry.paper].sha, entry.kind, entry.key));
  }

  changedBy(entry) {
    return this.moved.get(cellOf(this.papers[entry.paper].sha, entry.kind, entry.key)) || "";
  }

  /** Whether what the entry says is said twice in the paper, differently. */
  twice({ paper, kind, key }) {
    return this.papers[paper].twice.some(([one, name]) => one === kind && name === key);
  }

  /** 0 for unsure, 1 for not stated, 2 for the rest: the order of the queue. */
  rank(entry) {
    const [stated, confidence] = this.told(entry) || [true, 1];
    if (!stated) return 1;
    return confidence !== null && confidence < UNSURE ? 0 : 2;
  }

  /** How many questions are decided, and how many papers have none left. */
  progress() {
    if (this.readers) {
      const open = this.differences.filter((entry) => !this.decision(entry));
      return { cells: this.total - open.length, papers: this.papers.length - new Set(open.map(({ paper }) => paper)).size };
    }
    let cells = 0;
    let papers = 0;
    for (const paper of this.papers) {
      let open = 0;
      paper.cells.forEach((told, index) => {
        if (!told) return;
        if (this.decisions.has(cellOf(paper.sha, "question", this.questions[index].key))) cells += 1;
        else open += 1;
      });
      if (!open && !paper.error) papers += 1;
    }
    return { cells, papers };
  }

  /** All that speaks for the cells of a paper; kept for a few papers. */
  async paper(number) {
    if (!this.details.has(number)) {
      const found = get(`paper/${number}.json`);
      this.details.set(number, found);
      found.catch(() => this.details.delete(number));
      if (this.details.size > 8) this.details.delete(this.details.keys().next().value);
    }
    return this.details.get(number);
  }

  async item(entry) {
    const { items } = await this.paper(entry.paper);
    return items.find((item) => item.kind === entry.kind && item.key === entry.key);
  }

  /** Writes decisions: [{entry, verdict, …}]; they are on the disk when the promise is kept. */
  async decide(decisions) {
    const acts = decisions.map(({ entry, ...rest }) => ({
      paper: this.papers[entry.paper].sha,
      kind: entry.kind,
      key: entry.key,
      ...rest,
    }));
    const { cells } = await post("acts", { acts });
    for (const [paper, kind, key, act] of cells) {
      const cell = cellOf(paper, kind, key);
      if (act) this.decisions.set(cell, act);
      else this.decisions.delete(cell);
      this.moved.delete(cell);
      // A fact that a reader adds, or takes back, is a cell of its paper from now on, or is none any more.
      if (kind === "fact") this.details.delete(this.papers.findIndex(({ sha }) => sha === paper));
    }
    this.dispatchEvent(new Event("change"));
  }
}

export function cellOf(paper, kind, key) {
  return `${paper}\t${kind}\t${key}`;
}

/** Label and value in the key of a fact: "BATCH_SIZE=32 @ stage 1". */
export function labelIn(key) {
  return key.slice(0, key.indexOf("="));
}

export function valueIn(key) {
  return key.slice(key.indexOf("=") + 1);
}

export async function get(address) {
  return answer(fetch(address, { headers: { accept: "application/json" } }));
}

export async function post(address, content) {
  const body = JSON.stringify(content);
  return answer(fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body }));
}

async function answer(request) {
  let reply;
  try {
    reply = await request;
  } catch {
    throw new Error("The server is gone. Start dlextract review again; what was saved is in its file.");
  }
  const type = reply.headers.get("content-type") || "";
  const content = type.startsWith("application/json") ? await reply.json() : { error: await reply.text() };
  if (!reply.ok) throw new Error(content.error);
  return content;
}
