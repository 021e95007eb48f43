/** The page of the service: a paper is dropped, sent, and its answers are shown beside its pages. */

import { show } from "/sheet.js";
import { Viewer } from "/viewer.js";

const at = (id) => document.getElementById(id);
const KEPT = 12; // pictures of pages
let paper = null; // {file, stop, pictures, record}

const viewer = new Viewer(at("page"), {
  address: (name, page) => paper.pictures.get(page).address,
  size: (name, page) => picture(page),
});

/** Sends the file of the paper; waits and tries again where all places are taken. */
async function send(path, { file, stop }, accept) {
  for (;;) {
    const kind = file.type || "application/octet-stream";
    const known = ["application/pdf", "text/plain"].includes(kind) ? kind : "application/octet-stream";
    const headers = { "Content-Type": known, Accept: accept };
    const answer = await fetch(path, { method: "POST", body: file, headers, signal: stop.signal });
    if (answer.ok) return answer;
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get("Retry-After")) || 5;
      state(`The server is busy; trying again in ${seconds} s …`);
      await pause(seconds, stop.signal);
      continue;
    }
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail || `The server answered ${answer.status}.`);
  }
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(resolve, 1000 * seconds);
    signal.addEventListener("abort", () => {
      clearTimeout(clock);
      reject(signal.reason);
    });
  });
}

/** Fetches the picture of a page and returns its size in points. */
async function picture(page) {
  const { pictures, file, stop } = paper;
  if (!pictures.has(page)) {
    const answer = await send(`/pictures/${page}?name=${encodeURIComponent(file.name)}`, { file, stop }, "image/jpeg");
    const [width, height, pages] = ["Width", "Height", "Count"].map((name) => Number(answer.headers.get(`Page-${name}`)));
    pictures.set(page, { address: URL.createObjectURL(await answer.blob()), width, height, pages });
    for (const [old, { address }] of pictures) {
      if (pictures.size <= KEPT) break;
      URL.revokeObjectURL(address);
      pictures.delete(old);
    }
  }
  return pictures.get(page);
}

function state(text) {
  at("state").textContent = text;
}

function alarm(text) {
  at("alarm").textContent = text;
  at("alarm").hidden = !text;
}

function beside(shown) {
  at("beside").hidden = !shown;
  document.querySelector("main").classList.toggle("two", shown);
}

/** Shows a place of an answer on its page. */
function look(answer, index, button) {
  document.querySelectorAll("blockquote button").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
  const all = answer.evidence.flatMap((place, n) => (place.boxes || []).map((box) => ({ page: place.page, box, place: n })));
  const first = new Set();
  for (const one of all) {
    if (!first.has(one.place)) one.number = one.place + 1;
    first.add(one.place);
  }
  const page = answer.evidence[index].page;
  const boxes = all.filter((one) => one.page === page);
  beside(true);
  viewer.show({ paper: "", page, boxes, all, focus: Math.max(0, boxes.findIndex((one) => one.place === index)) });
}

function forget() {
  if (!paper) return;
  paper.stop.abort();
  for (const { address } of paper.pictures.values()) URL.revokeObjectURL(address);
}

async function read(file) {
  forget();
  const mine = (paper = { file, stop: new AbortController(), pictures: new Map(), record: null });
  alarm("");
  beside(false);
  at("save").hidden = at("filter").hidden = true;
  at("stop").hidden = false;
  at("sheet").setAttribute("aria-busy", "true");
  state(`Reading ${file.name} …`);
  try {
    const answer = await send(`/papers?name=${encodeURIComponent(file.name)}`, mine, "application/json");
    mine.record = await answer.json();
    if (paper !== mine) return;
    const pages = mine.record.answers.some((one) => one.evidence.some((place) => (place.boxes || []).length));
    show(at("sheet"), mine.record, pages ? look : null);
    state("");
    at("save").hidden = at("filter").hidden = false;
    at("sheet").focus();
    document.querySelector("#sheet blockquote button")?.click();
  } catch (problem) {
    if (paper !== mine) return;
    state("");
    if (problem.name !== "AbortError") alarm(problem.message);
  } finally {
    if (paper === mine) {
      at("stop").hidden = true;
      at("sheet").removeAttribute("aria-busy");
    }
  }
}

at("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) read(file);
});
at("stop").addEventListener("click", () => paper?.stop.abort());
at("close").addEventListener("click", () => beside(false));
at("stated").addEventListener("change", (event) => at("sheet").classList.toggle("stated", event.target.checked));
at("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(paper.record, null, 2)], { type: "application/json" }));
  link.download = `${paper.file.name.replace(/\.[^.]*$/, "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    at("drop").classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) at("drop").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  at("drop").classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) read(file);
});
