/** The answer sheet of a record. All words of the paper become text nodes: none of them can be markup. */

function made(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

/** The quote of a place with the found words marked; offsets count code points, as Python does. */
function marked(place) {
  const letters = [...place.quote];
  const from = Math.max(0, place.start - place.quote_start);
  const to = Math.min(letters.length, place.end - place.quote_start);
  const part = (a, b) => letters.slice(a, b).join("");
  if (!(from < to) || (from === 0 && to === letters.length)) return made("p", "", place.quote);
  return made("p", "", part(0, from), made("mark", "", part(from, to)), part(to));
}

const TELLING = 40; // characters by which words are known again

/** What an answer says beside its short form, with which it may begin, and beside the quotes below it. */
function beside(answer, short) {
  const begins = answer.text.toLowerCase().startsWith(short.toLowerCase());
  const more = (begins ? answer.text.slice(short.length) : answer.text).replace(/^[ .;]+/, "");
  const quoted = answer.evidence.map((place) => place.quote.replace(/\s+/g, " ")).join(" ");
  return quoted.includes(more.slice(0, TELLING)) ? "" : more;
}

function section(answer, look) {
  const element = made("section", "question");
  element.dataset.cq = answer.cq;
  element.dataset.stated = answer.stated ? "yes" : "no";
  const said = answer.stated ? answer.short || answer.text : "not stated";
  element.append(made("h2", "", `${answer.cq}. ${answer.ask}`), made("p", answer.stated ? "answer" : "answer silent", said));
  const more = answer.stated ? beside(answer, said) : "";
  if (more) element.append(made("p", "text", more));
  answer.evidence.forEach((place, index) => {
    const quote = made("blockquote", "");
    if (look) {
      const button = made("button", "", `p. ${place.page}`);
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => look(answer, index, button));
      quote.append(button);
    } else quote.append(made("span", "quiet", `p. ${place.page}`));
    quote.append(marked(place));
    element.append(quote);
  });
  if (!answer.stated && answer.pointer) element.append(made("p", "quiet", answer.pointer));
  return element;
}

/** Fills `host` with a record; `look(answer, index, button)` shows a place on its page (null: there are no pages). */
export function show(host, record, look) {
  const stated = record.answers.filter((answer) => answer.stated).length;
  const { title, source, pages } = record.paper;
  host.replaceChildren(
    made("h1", "", title || source),
    made("p", "quiet", `${source}, ${pages} ${pages === 1 ? "page" : "pages"}: ${stated} of ${record.answers.length} answered`),
    ...record.answers.map((answer) => section(answer, look)),
  );
  if (record.warnings.length) host.append(made("h2", "", "Warnings"), ...record.warnings.map((line) => made("p", "text", line)));
  host.scrollTop = 0;
}
