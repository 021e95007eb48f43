/** Shows one page of a paper as a picture, with numbered boxes over it, and lets the reader draw one.
 *
 * The SVG over the picture has the size of the page in points as its viewBox: boxes [x0, y0, x1, y1] in points from the
 * top left corner of the page are drawn as they are.
 */

const SVG = "http://www.w3.org/2000/svg";
const SMALLEST = 2; // points
const STEP = 4; // points that an arrow key moves or stretches a box that is being drawn
const NARROW = 480; // pixels below which a whole page is too small to be read
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

function element(name, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function button(text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

export class Viewer {
  /** @param host     the element that is filled
   *  @param address  (paper, page) => address of the picture of a page
   *  @param size     (paper, page) => promise of {width, height, pages}, in points; it fails with a message to show
   */
  constructor(host, { address, size }) {
    this.address = address;
    this.size = size;
    this.zoom = host.clientWidth && host.clientWidth < NARROW ? 1.5 : 1;
    this.turn = 0; // counts what was asked for, so that what comes late is dropped
    this.place = null;
    this.showing = Promise.resolve();
    host.classList.add("viewer");
    this.bar = document.createElement("div");
    this.bar.className = "viewer-bar";
    this.caption = document.createElement("span");
    this.caption.className = "viewer-caption";
    this.bar.append(
      button("‹", "page before", () => this.leaf(-1)),
      this.caption,
      button("›", "next page", () => this.leaf(1)),
      button("−", "smaller", () => this.scale(-1)),
      button("+", "larger", () => this.scale(1)),
    );
    this.scroller = document.createElement("div");
    this.scroller.className = "viewer-scroller";
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute("role", "region");
    this.scroller.setAttribute("aria-label", "page of the paper");
    this.said = document.createElement("p");
    this.said.className = "viewer-said";
    host.replaceChildren(this.bar, this.said, this.scroller);
    this.say("");
  }

  /** Shows words instead of a page. */
  say(message) {
    this.turn += 1;
    this.place = null;
    this.svg = null;
    this.said.textContent = message;
    this.said.hidden = !message;
    this.bar.hidden = true;
    this.scroller.replaceChildren();
    this.scroller.setAttribute("aria-busy", "false");
  }

  /** Shows a page.
   *  @param place  {paper, page, boxes: [{box, number, kind}], focus}; `kind` is a class of the box, `focus` the index
   *                of the box that comes to the middle.
   */
  show(place) {
    this.giveUp?.();
    this.scroller.setAttribute("aria-busy", "true");
    this.showing = this.put(place);
    return this.showing;
  }

  async put(place) {
    const turn = ++this.turn;
    let size;
    try {
      size = await this.size(place.paper, place.page);
    } catch (problem) {
      if (turn === this.turn) this.say(problem.message);
      return;
    }
    if (turn !== this.turn) return;
    const same = this.svg && this.place && this.place.paper === place.paper && this.place.page === place.page;
    this.place = { ...place, size };
    this.said.hidden = true;
    this.bar.hidden = false;
    this.caption.textContent = `page ${place.page} of ${size.pages}`;
    if (!same) this.paint();
    this.boxes();
    this.centre();
    this.scroller.setAttribute("aria-busy", "false");
  }

  paint() {
    const { paper, page, size } = this.place;
    this.svg = element("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img" });
    this.svg.dataset.page = page;
    const picture = element("image", { width: size.width, height: size.height, preserveAspectRatio: "none" });
    picture.addEventListener("load", () => this.svg && (this.svg.dataset.loaded = "yes"));
    picture.addEventListener("error", () => this.say("The page cannot be shown."));
    picture.setAttribute("href", this.address(paper, page));
    this.layer = element("g");
    this.svg.append(element("rect", { class: "sheet", width: size.width, height: size.height }), picture, this.layer);
    this.scroller.replaceChildren(this.svg);
    this.resize();
  }

  boxes() {
    this.layer.replaceChildren();
    const boxes = this.place.boxes || [];
    boxes.forEach(({ box: [x0, y0, x1, y1], number, kind }, index) => {
      const focused = index === (this.place.focus ?? 0);
      const name = ["box", kind || "", focused ? "focused" : ""].join(" ").trim();
      this.layer.append(
        element("rect", { class: name, x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 1.5 }),
      );
      if (!number) return;
      this.layer.append(
        element("circle", { class: name, cx: x0 - 6, cy: y0 - 2, r: 5.5 }),
        element("text", { class: "number", x: x0 - 6, y: y0 + 0.6 }, String(number)),
      );
    });
    const words = boxes.length === 1 ? "1 place is marked" : `${boxes.length} places are marked`;
    this.svg.setAttribute("aria-label", `page ${this.place.page}, ${words}`);
  }

  /** Scrolls so that the focused box is in the middle. */
  centre() {
    const box = this.layer.querySelector("rect.focused");
    if (!box) return;
    const inner = box.getBoundingClientRect();
    const outer = this.scroller.getBoundingClientRect();
    this.scroller.scrollBy({
      left: inner.left + inner.width / 2 - outer.left - outer.width / 2,
      top: inner.top + inner.height / 2 - outer.top - outer.height / 2,
    });
  }

  leaf(by) {
    if (!this.place) return;
    const page = this.place.page + by;
    if (page < 1 || page > this.place.size.pages) return;
    const { paper, all } = this.place;
    const boxes = (all || []).filter((one) => one.page === page);
    this.show({ paper, page, boxes, all, focus: 0 });
  }

  scale(by) {
    const at = ZOOMS.indexOf(this.zoom) + by;
    if (at < 0 || at >= ZOOMS.length) return;
    this.zoom = ZOOMS[at];
    this.resize();
    if (this.layer) this.centre();
  }

  resize() {
    if (this.svg) this.svg.setAttribute("width", `${this.zoom * 100}%`);
  }

  /** Lets the reader draw a box with the pointer, or with the arrow keys (Shift stretches it, Enter takes it).
   *  @returns a promise of {page, box}, null where it is given up with Escape
   */
  async draw() {
    this.giveUp?.();
    await this.showing;
    const svg = this.svg;
    if (!svg) return null;
    const { width, height } = this.place.size;
    const page = this.place.page;
    const drawn = element("rect", { class: "box drawn" });
    this.layer.append(drawn);
    this.scroller.classList.add("drawing");
    this.scroller.focus();
    let from = null;
    let box = null;
    const put = (x0, y0, x1, y1) => {
      box = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
      drawn.setAttribute("x", box[0]);
      drawn.setAttribute("y", box[1]);
      drawn.setAttribute("width", box[2] - box[0]);
      drawn.setAttribute("height", box[3] - box[1]);
    };
    const point = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [Math.min(Math.max(at.x, 0), width), Math.min(Math.max(at.y, 0), height)];
    };
    return new Promise((resolve) => {
      const stop = new AbortController();
      const end = (result) => {
        stop.abort();
        this.giveUp = null;
        this.scroller.classList.remove("drawing");
        drawn.remove();
        resolve(result);
      };
      this.giveUp = () => end(null);
      const take = () => {
        if (box && box[2] - box[0] > SMALLEST && box[3] - box[1] > SMALLEST) end({ page, box });
      };
      const on = (name, act) => this.scroller.addEventListener(name, act, { signal: stop.signal });
      on("pointerdown", (event) => {
        event.preventDefault();
        from = point(event);
        this.scroller.setPointerCapture(event.pointerId);
      });
      on("pointermove", (event) => from && put(...from, ...point(event)));
      on("pointerup", (event) => {
        if (from) put(...from, ...point(event));
        from = null;
        take();
      });
      on("keydown", (event) => {
        const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        if (event.key === "Escape") end(null);
        else if (event.key === "Enter") take();
        else if (ways[event.key]) {
          const [x, y] = ways[event.key].map((way) => way * STEP);
          const old = box || [width / 2 - 60, height / 3, width / 2 + 60, height / 3 + 12];
          if (event.shiftKey) put(old[0], old[1], Math.max(old[0] + STEP, old[2] + x), Math.max(old[1] + STEP, old[3] + y));
          else put(old[0] + x, old[1] + y, old[2] + x, old[3] + y);
        } else return;
        event.preventDefault();
        event.stopPropagation();
      });
    });
  }
}
