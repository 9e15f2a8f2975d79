// Show survey figures: what a statement says, a question's options as a small table.

import { h } from "../../common/view/dom.js";

const PROPOSED = 3; // figures at most; further digits are for other answers
const OF_ALL = 12; // rows of a table that are shown around the figures in question

export function named({ figures }, id) {
  const { o, g } = figures[id] ?? { o: id, g: "" };
  return [h("b", {}, o), g ? h("span", { className: "dv-soft" }, ` · ${g}`) : null];
}

// What a statement is, in words: one figure, a sum, what is left of 100.
export function stated(board, { sense, figures }) {
  const listed = figures.flatMap((id, n) => [n ? joint(sense) : null, ...named(board, id)]);
  const lead = { sum: "The sum of ", complement: "100 − " }[sense];
  return h("span", { className: "dv-stated" }, lead ?? null, ...listed);
}

function joint(sense) {
  return { difference: " − ", ratio: " : ", equal: ", and " }[sense] ?? " + ";
}

export function question(board, id) {
  const { text, ref, facts } = board.questions[id] ?? { text: "", ref: "", facts: "" };
  return h(
    "div", { className: "dv-question" },
    h("p", {}, ref ? h("b", {}, `${ref} · `) : null, text),
    facts ? h("p", { className: "dv-soft" }, facts) : null,
  );
}

// `keys` has by figure what stands in its cell; `shown` says whether values are printed yet, `taken`
// has figures that were taken for a sum.
export function cells(board, id, keys, { shown = false, taken = [] }) {
  const own = board.questions[id]?.figures ?? [];
  const groups = [...new Set(own.map((figure) => board.figures[figure].g))];
  const rows = new Map();
  for (const figure of own) {
    const { o, g } = board.figures[figure];
    if (!rows.has(o)) rows.set(o, new Map());
    rows.get(o).set(g, figure);
  }
  const every = [...rows];
  const wanted = every.filter(([, cell]) => [...cell.values()].some((figure) => keys.has(figure)));
  const others = every.filter((row) => !wanted.includes(row));
  const listed = new Set([...wanted, ...others.slice(0, Math.max(0, OF_ALL - wanted.length))]);
  const body = every.filter((row) => listed.has(row));
  const head = h("tr", {}, h("td"), ...groups.map((group) => h("th", { scope: "col" }, group)));
  const table = h(
    "table", { className: "dv-cells" }, groups.some(Boolean) ? head : null,
    ...body.map(([option, cell]) =>
      h(
        "tr", {}, h("th", { scope: "row" }, option),
        ...groups.map((group) => h("td", {}, value(board, cell.get(group), keys, { shown, taken }))),
      )),
  );
  const more = rows.size - body.length;
  return h("div", { className: "dv-wide" }, table, more ? h("p", { className: "dv-soft" }, `and ${more} more answers`) : null);
}

function value(board, figure, keys, { shown, taken }) {
  if (!figure) return "";
  const words = shown ? board.figures[figure].p.replace(/ %$/, "") : "";
  if (!keys.has(figure)) return words;
  const key = keys.get(figure);
  const kind = !key ? "dv-cited" : `dv-digit${Number(key) <= PROPOSED ? " dv-cited" : ""}${taken.includes(figure) ? " dv-taken" : ""}`;
  return h("span", { className: kind, "data-figure": figure, "data-key": key }, key ? h("kbd", {}, key) : null, words);
}
