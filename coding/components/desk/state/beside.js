// What stands beside the text in another language: its turns, how they are paired with ours, and
// where codings of one text stand in the other. Python works all of it out; nothing of it is kept.
// Of the other text there are only the words of its turns: offsets within it are code points.

import { below, Offsets } from "./offsets.js";

export class Beside {
  constructor(model) {
    this.model = model;
    this.placed = new Map(); // a coding made here → { doubtful, spans }, in the other text
    this.painted = new Map(); // a turn of the other text → the codings that are painted on it
    this.hear(null);
  }

  // Take in the other text and its pairs; null where there is none.
  hear(told) {
    this.told = told ?? null;
    this.turns = (told?.turns ?? []).map(([number, speaker, start, words]) => ({ number, speaker, start, words, offsets: new Offsets(words) }));
    this.starts = this.turns.map(({ start }) => start);
    this.pairs = (told?.pairs ?? []).map(([mine, theirs, state]) => ({ mine, theirs, state }));
    this.rows = this.model.turns.map(() => ({ pairs: [], above: 0 }));
    this.index = undefined;
    let at = 0;
    for (const pair of this.pairs) {
      const [first, ...more] = pair.mine;
      if (first) this.rows[first - 1]?.pairs.push(pair);
      else this.rows[Math.min(at, this.rows.length - 1)]?.pairs.push(pair); // with the turn before
      for (const number of more) if (this.rows[number - 1]) this.rows[number - 1].above = first;
      at = (pair.mine.at(-1) ?? at + 1) - 1;
    }
  }

  get id() {
    return this.told?.id;
  }

  // The turn of the other text with a number.
  turn(number) {
    return this.turns[number - 1];
  }

  // The pair that a turn of ours, or of theirs, is in.
  pairOf(number, side = "mine") {
    return this.pairs.find((pair) => pair[side].includes(number));
  }

  // Where a coding was made that is carried over to here, "" for one of this text.
  over({ carried }) {
    if (!carried) return "";
    const name = this.model.data.transcripts?.find(([id]) => id === carried.of)?.[1] ?? "the other language";
    return `Coded on ${name}, carried over${carried.doubtful ? "; not sure that it is these words" : ""}`;
  }

  learn(rows) {
    for (const [id, doubtful, spans] of rows ?? []) this.placed.set(id, { doubtful, spans });
    this.index = undefined;
  }

  forget(ids) {
    for (const id of ids) this.placed.delete(id);
    this.index = undefined;
  }

  // What is painted on a turn of the other text: [coding, from, to, whether it was made here].
  marks(number) {
    const { view } = this.model;
    if (this.index?.view !== view || this.index.filter !== this.model.filter) this.index = { view, filter: this.model.filter, marks: this.sorted() };
    return this.index.marks.get(number) ?? [];
  }

  sorted() {
    const marks = new Map();
    for (const coding of this.model.view.codings.values()) {
      if (!this.model.shown(coding)) continue;
      const { carried } = coding;
      const spans = carried ? (carried.of === this.id ? [carried.start, carried.end] : []) : this.placed.get(coding.id)?.spans ?? [];
      for (let k = 0; k < spans.length; k += 2) this.put(marks, coding, spans[k], spans[k + 1], !carried);
    }
    return marks;
  }

  put(marks, coding, start, end, made) {
    for (let k = Math.max(0, below(this.starts, start + 1) - 1); k < this.turns.length; k++) {
      const { number, start: first, words, offsets } = this.turns[k];
      if (first >= end) break;
      const from = Math.max(0, offsets.toUnit(Math.max(0, start - first)));
      const to = Math.min(words.length, offsets.toUnit(Math.max(0, end - first)));
      if (from >= to) continue;
      if (!marks.has(number)) marks.set(number, []);
      marks.get(number).push([coding, from, to, made]);
    }
  }

  // The turns of ours beside which a coding is painted, as places in `turns`.
  touched(codings) {
    const rows = new Set();
    if (!this.told) return rows;
    const ids = new Set(codings.map(({ id }) => id));
    this.rows.forEach(({ pairs }, i) => {
      const numbers = pairs.flatMap(({ theirs }) => theirs);
      const now = numbers.some((number) => this.marks(number).some(([{ id }]) => ids.has(id)));
      if (now || numbers.some((number) => this.painted.get(number)?.some((id) => ids.has(id)))) rows.add(i);
    });
    return rows;
  }
}
