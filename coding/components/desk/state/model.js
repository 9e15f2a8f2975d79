// Hold what the page knows: what Python confirmed, and on top of it what was done since.
//
// `base` is confirmed. `view` is base with every pending operation played on it; when news
// comes, base changes and the pending operations are simply played again, so a refused
// operation vanishes by itself. Offsets here are UTF-16 units; only rows and operations that
// cross the wire count code points.

import { Beside } from "./beside.js";
import { below, Offsets } from "./offsets.js";
import { PLAY, same } from "./play.js";

export const PATTERNS = ["solid", "dashed", "dotted", "double", "long", "dashdot"];
// Paul Tol's "muted" scheme (personal.sron.nl/~pault), which stays apart for colour-blind eyes.
const SPARE = [
  "#332288", "#117733", "#44AA99", "#88CCEE", "#DDCC77", "#CC6677", "#AA4499", "#882255", "#999933",
];

export class Model {
  constructor(data) {
    this.data = data;
    this.offsets = new Offsets(data.text);
    this.text = data.text;
    this.turns = [];
    this.beside = new Beside(this);
    this.hear(data);
    this.base = { codings: new Map(), memos: new Map(), codes: new Map() };
    this.view = this.base;
    this.filter = { codes: null, coders: null };
    this.undo = data.undo;
    this.redo = data.redo;
  }

  // Take in another text, and who says what in it.
  reword(reply) {
    this.text = reply.text;
    this.offsets = new Offsets(reply.text);
    this.hear(reply);
    const there = new Set(reply.codings.map(([id]) => id));
    for (const id of this.base.codings.keys()) if (!there.has(id)) this.base.codings.delete(id);
    return "words";
  }

  // Take in who says what; return "spans" if turns begin or end elsewhere than before, "names" if
  // only their speakers are others.
  hear({ turns, sentences, edition, wording, cast = [], people = [], parallel }) {
    const unit = (point) => this.offsets.toUnit(point);
    const before = this.turns;
    this.turns = turns.map(([number, start, end, speaker, role, time, until = null]) => ({
      number, start: unit(start), end: unit(end), speaker, role, time, until,
    }));
    // Python cuts sentences, so that they end here where proposed passages end.
    this.sentences = [];
    for (let k = 0; k < sentences.length; k += 2) this.sentences.push(sentences.slice(k, k + 2).map(unit));
    this.sentenceStarts = this.sentences.map(([start]) => start);
    this.edition = edition;
    this.wording = wording ?? this.wording;
    this.cast = cast.map(([name, role, participant]) => ({ name, role, participant }));
    this.people = people;
    this.data.parallel = parallel;
    this.beside.hear(parallel);
    const same = before.length === turns.length
      && this.turns.every(({ start, end }, i) => start === before[i].start && end === before[i].end);
    return same ? "names" : "spans";
  }

  // Take in rows from Python; `pending` are the operations not yet settled.
  learn(reply, pending) {
    let heard;
    if (reply) {
      const beside = this.data.parallel;
      if (reply.text !== undefined && reply.text !== this.text) heard = this.reword(reply);
      else if (reply.turns && reply.edition !== this.edition) heard = this.hear(reply);
      if (reply.parallel !== undefined) {
        const same = JSON.stringify(reply.parallel) === JSON.stringify(beside ?? null);
        this.hearBeside(reply.parallel, reply);
        if (!same) heard ??= beside && reply.parallel ? "beside" : "spans"; // or all is laid out anew
      }
      this.people = reply.people ?? this.people;
      if (reply.bookmark !== undefined) this.data.bookmark = reply.bookmark;
      if (reply.recording) this.data.recording = { ...this.data.recording, ...reply.recording };
      const { codings, memos } = this.base;
      for (const id of reply.gone || []) codings.delete(id);
      for (const row of reply.codings || []) codings.set(row[0], this.coding(row));
      this.beside.forget([...(reply.gone || []), ...(reply.codings || []).map(([id]) => id)]);
      this.beside.learn(reply.placed_beside);
      for (const row of reply.carried || []) codings.set(row[0], this.carried(row));
      for (const id of reply.memos_gone || []) memos.delete(id);
      for (const [id, kind, about, coder, text, version, updated] of reply.memos || []) {
        const old = memos.get(id);
        if (old?.version === version && old.text === text && old.about === about) continue;
        memos.set(id, { id, kind, about, coder, text, version, updated });
      }
      if (reply.codebook) {
        // The same news may come again and again: only a code that changed is a new object.
        const { codes } = this.base;
        this.base.codes = new Map(reply.codebook.map((code) => {
          const old = codes.get(code.id);
          return [code.id, JSON.stringify(old) === JSON.stringify(code) ? old : code];
        }));
      }
      this.undo = reply.undo ?? this.undo;
      this.redo = reply.redo ?? this.redo;
    }
    return { ...this.play(pending), heard };
  }

  // Take in another text beside this one, or other pairs; where codings stand comes along.
  hearBeside(parallel, { carried, placed_beside: placed }) {
    this.data.parallel = parallel;
    this.beside.hear(parallel);
    if (carried) for (const [id, coding] of this.base.codings) if (coding.carried) this.base.codings.delete(id);
    this.beside.placed.clear();
    this.beside.learn(placed);
  }

  // A coding made on the text in another language, as it stands here.
  carried(row) {
    const [doubtful, , of, start, end] = row.slice(9);
    return { ...this.coding(row), carried: { doubtful, of, start, end } };
  }

  coding([id, start, end, code, coder, origin, version, created, stars = 0]) {
    return {
      id, start: this.offsets.toUnit(start), end: this.offsets.toUnit(end),
      code, coder, origin, version, created, stars,
    };
  }

  // Play the pending operations on what is confirmed; return what came to look different.
  play(pending) {
    const before = this.view;
    const view = {
      codings: new Map(this.base.codings),
      memos: new Map(this.base.memos),
      codes: new Map(this.base.codes),
      merged: [],
    };
    for (const op of pending) PLAY[op.kind]?.(view, op, this);
    this.view = view;
    const codes = !sameMap(before.codes, view.codes) || !sameOrder(before.codes, view.codes);
    if (codes) this.tree = undefined;
    const changed = [];
    const settled = [];
    for (const [id, coding] of view.codings) {
      const old = before.codings.get(id);
      if (old === coding) continue;
      const doubted = old?.carried?.doubtful !== coding.carried?.doubtful;
      if (!same(old, coding) || doubted || (old.stars ?? 0) !== (coding.stars ?? 0)) changed.push(old, coding);
      else if (old.pending !== coding.pending || old.version !== coding.version) settled.push(id);
    }
    for (const [id, old] of before.codings) if (!view.codings.has(id)) changed.push(old);
    return {
      codings: changed.filter(Boolean),
      settled,
      codes,
      memos: !sameMap(before.memos, view.memos),
      merged: view.merged,
    };
  }

  point(unit) {
    return this.offsets.toPoint(unit);
  }

  // ── codes ──

  // Codes in the order of the tree, each with depth, colour and pattern.
  get codes() {
    if (this.tree) return this.tree;
    const below = new Map();
    for (const code of this.view.codes.values()) {
      const parent = this.view.codes.has(code.parent) ? code.parent : "";
      if (!below.has(parent)) below.set(parent, []);
      below.get(parent).push(code);
    }
    const list = [];
    this.styles = new Map();
    const taken = new Set();
    const walk = (parent, depth, colour, spare) => {
      (below.get(parent) || []).forEach((code, index) => {
        // What Python says of a code at the top holds until it has a colour of its own.
        const hue = code.color || colour || code.hue || SPARE[(spare + index) % SPARE.length];
        const children = below.get(code.id) || [];
        list.push({ ...code, depth, children: children.length });
        this.styles.set(code.id, {
          colour: hue,
          pattern: PATTERNS[depth ? (index + 1) % PATTERNS.length : 0],
          letters: letters(code.name, taken),
        });
        walk(code.id, depth + 1, hue, spare + index);
      });
    };
    walk("", 0, "", 0);
    this.tree = list;
    return list;
  }

  style(code) {
    this.codes;
    return this.styles.get(code) || { colour: "#777777", pattern: "solid", letters: "?" };
  }

  // The first colour that no code at the top has.
  freeColour() {
    const tops = this.codes.filter(({ depth }) => !depth).map(({ id }) => this.style(id).colour.toLowerCase());
    const taken = (colour) => tops.filter((other) => other === colour.toLowerCase()).length;
    return SPARE.reduce((least, colour) => (taken(colour) < taken(least) ? colour : least));
  }

  // What lists call a code: its name, with those above it where two share one.
  name(code) {
    const known = this.view.codes.get(code);
    if (!known) return code;
    return this.namesake(known.name, code) ? this.path(code) : known.name;
  }

  // A name for where there is little room: of names with a common beginning what tells them apart.
  short(code) {
    if (this.shorts?.of !== this.view.codes) this.shorts = { of: this.view.codes, names: shortened([...this.view.codes.keys()].map((id) => [id, this.name(id)])) };
    return this.shorts.names.get(code) ?? this.name(code);
  }

  path(code) {
    const names = [];
    for (let at = this.view.codes.get(code); at && names.length < 50; at = this.view.codes.get(at.parent)) names.unshift(at.name);
    return names.join(" › ");
  }

  // Another code of this name in whatever letters, if there is one.
  namesake(name, but = "") {
    const wanted = plain(name);
    if (this.names?.of !== this.view.codes) {
      const bearing = Map.groupBy(this.view.codes.values(), (code) => plain(code.name));
      this.names = { of: this.view.codes, bearing };
    }
    return (this.names.bearing.get(wanted) ?? []).find(({ id }) => id !== but);
  }

  // A code and all below it.
  family(code) {
    const family = new Set([code]);
    for (const { id, parent } of this.codes) if (family.has(parent)) family.add(id);
    return family;
  }

  // ── codings ──

  shown(coding) {
    const { codes, coders } = this.filter;
    return (!codes || codes.has(coding.code)) && (!coders || coders.has(coding.coder));
  }

  visible() {
    return [...this.view.codings.values()]
      .filter((coding) => this.shown(coding))
      .sort((a, b) => a.start - b.start || b.end - a.end || (a.code < b.code ? -1 : 1));
  }

  // A coder's codings by code, sorted out once for each state.
  byCode(coder) {
    if (this.sortedOut?.view !== this.view || this.sortedOut.coder !== coder) {
      const mine = [...this.view.codings.values()].filter((coding) => coding.coder === coder);
      this.sortedOut = { view: this.view, coder, mine: Map.groupBy(mine, ({ code }) => code) };
    }
    return this.sortedOut.mine;
  }

  coders() {
    return [...new Set([...this.view.codings.values()].map((c) => c.coder))].sort();
  }

  counts() {
    const counts = new Map();
    for (const { code } of this.view.codings.values()) {
      counts.set(code, (counts.get(code) || 0) + 1);
    }
    return counts;
  }

  memoOf(kind, about) {
    for (const memo of this.view.memos.values()) {
      if (memo.kind === kind && memo.about === about) return memo;
    }
    return null;
  }

  // The sentences of a turn as [start, end].
  sentencesOf(i) {
    const { start, end } = this.turns[i];
    return this.sentences.slice(below(this.sentenceStarts, start), below(this.sentenceStarts, end));
  }

  // The place in `turns` of the turn that holds an offset, or the one before it.
  turnAt(unit) {
    let low = 0;
    let high = this.turns.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.turns[middle].start <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const ALIKE = 14; // letters that names have in common before they are told apart by the rest

// [id, name] → id → name; where others begin alike, its first word and what comes after that.
export function shortened(named) {
  const sorted = named.toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  const common = (a = "", b = "") => {
    let n = 0;
    while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
    return n;
  };
  return new Map(sorted.map(([id, name], k) => {
    const same = Math.max(common(name, sorted[k - 1]?.[1]), common(name, sorted[k + 1]?.[1]));
    if (same < ALIKE) return [id, name];
    const words = name.split(/\s+/);
    const [first] = words;
    let tail = name.slice(name.slice(0, same).search(/[^\s]*$/)).split(/\s+/).length;
    if (same === name.length) tail = 1;
    while (words.slice(-tail).join(" ").length < ALIKE) tail += 1;
    return [id, tail < words.length - 1 ? `${first} … ${words.slice(-tail).join(" ")}` : name];
  }));
}

function plain(name) {
  return name.trim().replace(/\s+/g, " ").toLowerCase();
}

function sameMap(a, b) {
  if (a.size !== b.size) return false;
  for (const [key, value] of b) if (a.get(key) !== value) return false;
  return true;
}

function sameOrder(a, b) {
  const keys = [...b.keys()];
  return [...a.keys()].every((key, i) => key === keys[i]);
}

const ANY = "abcdefghijklmnopqrstuvwxyz0123456789"; // what tells codes apart that share all their letters

// Two letters by which to tell a code without its colour, no two codes alike where possible.
export function letters(name, taken = new Set()) {
  const all = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const telling = all.filter((word) => word.length > 3 || /\p{N}/u.test(word));
  const [first = "?", ...rest] = telling.length ? telling : all;
  const seconds = [...rest.map((word) => word[0]), ...first.slice(1), ...rest.join("")];
  if (first !== "?") seconds.push(...ANY);
  const pairs = (seconds.length ? seconds : [""]).map((s) => first[0].toUpperCase() + s.toLowerCase());
  const free = pairs.find((pair) => !taken.has(pair)) || pairs[0];
  taken.add(free);
  return free;
}
