// Where a suggestion is to begin and end before it is accepted, if not where it was proposed.

import { span } from "./likely.js";

export class Trims {
  constructor(desk) {
    this.desk = desk;
    this.cuts = new Map(); // row → [start, end] as they shall be
  }

  of(row) {
    return this.cuts.get(span(row)) ?? [row.start, row.end];
  }

  has(row) {
    return this.cuts.has(span(row));
  }

  // Let a row begin and end elsewhere; where it was proposed is no trimming.
  set(row, start, end) {
    if (start === row.start && end === row.end) this.cuts.delete(span(row));
    else if (start < end) this.cuts.set(span(row), [start, end]);
  }

  // Make a row shorter at one edge by a sentence or a word; false if nothing would be left.
  shorten(row, edge, unit) {
    const [start, end] = this.of(row);
    const next = unit === "word" ? this.word(start, end, edge) : this.sentence(start, end, edge);
    if (next === null) return false;
    if (edge === "start") this.set(row, next, end);
    else this.set(row, start, next);
    return true;
  }

  sentence(start, end, edge) {
    const { model } = this.desk;
    const all = model.sentencesOf(model.turnAt(start));
    const next = edge === "start"
      ? all.find(([from]) => from > start && from < end)?.[0]
      : all.filter(([, to]) => to > start && to < end).at(-1)?.[1];
    return next ?? null;
  }

  word(start, end, edge) {
    const { model, selection } = this.desk;
    const inside = selection.words(model.turnAt(start)).filter(([from, to]) => from >= start && to <= end);
    if (inside.length < 2) return null;
    return edge === "start" ? inside[1][0] : inside.at(-2)[1];
  }

  forget() {
    this.cuts.clear();
  }
}
