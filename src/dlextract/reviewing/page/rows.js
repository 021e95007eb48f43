/** Rows of one height, of which only those in sight are in the document: a thousand papers cost no more than twenty. */

const SPARE = 6;

export function make(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && typeof value !== "string") made[key] = value;
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export class Rows {
  /** @param scroller  the element that scrolls; `head` is an element that stays at its top
   *  @param draw      (index) => element of a row
   */
  constructor(scroller, height, draw, head = null) {
    this.scroller = scroller;
    this.height = height;
    this.draw = draw;
    this.first = -1; // nothing drawn is up to date
    this.count = 0;
    this.drawn = new Map(); // row → element, for those that are in the document
    this.space = make("div", { class: "space" });
    this.window = make("div", { class: "window" });
    this.space.append(this.window);
    scroller.replaceChildren(...(head ? [head] : []), this.space);
    scroller.addEventListener("scroll", () => this.paint(), { passive: true });
    new ResizeObserver(() => this.paint()).observe(scroller);
  }

  /** Draws `count` rows anew, wherever they are scrolled to. */
  set(count) {
    this.count = count;
    this.space.style.setProperty("height", `${count * this.height}px`);
    this.renew();
  }

  /** Draws what is in sight anew. */
  renew() {
    this.first = -1;
    this.paint();
  }

  paint() {
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / this.height) - SPARE);
    const inSight = Math.ceil((this.scroller.clientHeight || 600) / this.height) + 2 * SPARE;
    const last = Math.min(this.count, first + inSight);
    if (first === this.first && last === this.last) return;
    const held = document.activeElement?.closest?.("[data-at]");
    const at = held && this.window.contains(held) ? held.dataset.at : null;
    for (const [index, row] of this.drawn) {
      if (this.first >= 0 && index >= first && index < last) continue;
      row.remove();
      this.drawn.delete(index);
    }
    let after = null;
    for (let index = last - 1; index >= first; index -= 1) {
      if (!this.drawn.has(index)) {
        this.drawn.set(index, this.draw(index));
        this.window.insertBefore(this.drawn.get(index), after);
      }
      after = this.drawn.get(index);
    }
    this.first = first;
    this.last = last;
    this.window.style.setProperty("transform", `translateY(${first * this.height}px)`);
    if (at !== null) this.window.querySelector(`[data-at="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  }

  /** Scrolls as little as needed to have a row in sight; rows that are in the document already stay as they are. */
  reveal(index) {
    const { scrollTop, clientHeight } = this.scroller;
    const head = this.space.offsetTop;
    const top = index * this.height;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + this.height + head > scrollTop + clientHeight) {
      this.scroller.scrollTop = top + this.height + head - clientHeight;
    }
    this.paint();
  }
}
