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
    this.total = this.papers.reduce((sum, paper) => sum + paper.cells.filter(Boolean).length, 0);
  }

  /** What the tool says: [stated, confidence, short, page], or undefined for a fact. */
  told(entry) {
    return entry.kind === "question" ? this.papers[entry.paper].cells[this.column.get(entry.key)] : undefined;
  }

  decision(entry) {
    return this.decisions.get(cellOf(this.papers[entry.paper].sha, entry.kind, entry.key));
  }

  changedBy(entry) {
    return this.moved.get(cellOf(this.papers[entry.paper].sha, entry.kind, entry.key)) || "";
  }

  /** 0 for unsure, 1 for not stated, 2 for the rest: the order of the queue. */
  rank(entry) {
    const [stated, confidence] = this.told(entry) || [true, 1];
    if (!stated) return 1;
    return confidence !== null && confidence < UNSURE ? 0 : 2;
  }

  /** How many questions are decided, and how many papers have none left. */
  progress() {
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
    }
    this.dispatchEvent(new Event("change"));
  }
}

export function cellOf(paper, kind, key) {
  return `${paper}\t${kind}\t${key}`;
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
