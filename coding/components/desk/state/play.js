// What each operation does to what the page knows, as Python will do it.
//
// Python's part is in coding/project/desk/operations.py; tests/cases/operations.json has before
// and after of every kind of operation and is held against both. `undo` and `redo` wait for Python,
// and so does what is corrected of speakers and turns.

import { told } from "./fields.js";

export const PLAY = {
  apply(view, op, model) {
    if (op.transcript !== model.data.id) return;
    const place = units(op, model);
    op.codes.forEach((code, i) => put(view, op, { id: op.ids[i], ...place, code }));
  },
  "apply.places"(view, op, model) {
    op.places.forEach(([transcript, start, end], i) => {
      if (transcript === model.data.id) put(view, op, { id: op.ids[i], ...units({ start, end }, model), code: op.code });
    });
  },
  decide(view, op, model) {
    if (op.transcript !== model.data.id) return;
    for (const [, code, verdict, , , id, ...own] of op.verdicts) {
      if (verdict !== "accept") continue;
      const [start, end] = op.trimmed ?? (own.length ? own : [op.start, op.end]);
      const place = units({ start, end }, model);
      const whole = joined(view, op, model, place, code);
      const beside = whole.start < place.start || whole.end > place.end;
      put(view, op, { id, ...whole, code, origin: "suggestion", beside });
    }
  },
  remove(view, op) {
    for (const id of op.codings) view.codings.delete(id);
  },
  edges(view, op, model) {
    change(view, op.coding, units(op, model));
  },
  recode(view, op) {
    change(view, op.coding, { code: op.code });
  },
  star(view, op) {
    const coding = view.codings.get(op.coding);
    if (coding) view.codings.set(op.coding, { ...coding, stars: op.stars, pending: true });
  },
  memo(view, op) {
    if (!op.text.trim()) view.memos.delete(op.memo);
    else {
      view.memos.set(op.memo, {
        id: op.memo, kind: op.about_kind, about: op.about, coder: op.coder, text: op.text,
        version: op.version || 1, pending: op.id,
      });
    }
  },
  "code.add"(view, op, model) {
    view.codes.set(op.code, {
      id: op.code, name: op.name.trim().replace(/\s+/g, " "), parent: op.parent || "", color: op.color || "",
      definition: op.definition || "", include: [], exclude: [], examples: op.examples || [],
      keywords: [], indicators: [], pending: op.id,
    });
    if (op.fields) view.codes.set(op.code, told(view.codes.get(op.code), op.fields));
    if (op.apply && op.apply.transcript === model.data.id) {
      put(view, op, { id: op.apply.coding, ...units(op.apply, model), code: op.code });
    }
  },
  "code.edit"(view, op) {
    const code = view.codes.get(op.code);
    if (code) view.codes.set(op.code, { ...told(code, op.fields), pending: op.id });
  },
  "code.move"(view, op) {
    const code = view.codes.get(op.code);
    if (!code) return;
    view.codes.delete(op.code);
    const moved = { ...code, parent: op.parent, pending: true };
    const next = [...view.codes.values()].filter(({ parent }) => parent === op.parent)[op.position ?? Infinity];
    if (next) view.codes = inserted(view.codes, moved, next.id);
    else view.codes.set(op.code, moved); // it comes last below its new parent
  },
  "code.merge"(view, op) {
    const there = [...view.codings.values()].filter(({ code }) => code === op.into);
    for (const [id, coding] of view.codings) {
      if (coding.code === op.code) change(view, id, { code: op.into }, there);
    }
    for (const [id, code] of view.codes) {
      if (code.parent === op.code) view.codes.set(id, { ...code, parent: op.into });
    }
    view.codes.delete(op.code);
  },
  "code.remove"(view, op) {
    const parent = view.codes.get(op.code)?.parent || "";
    for (const [id, coding] of view.codings) if (coding.code === op.code) view.codings.delete(id);
    for (const [id, code] of view.codes) {
      if (code.parent === op.code) view.codes.set(id, { ...code, parent });
    }
    view.codes.delete(op.code);
  },
};

// The codes with one more before another.
function inserted(codes, code, before) {
  const rows = [...codes];
  rows.splice(rows.findIndex(([id]) => id === before), 0, [code.id, code]);
  return new Map(rows);
}

function units({ start, end }, { offsets }) {
  return { start: offsets.toUnit(start), end: offsets.toUnit(end) };
}

// A segment with what its coder accepted of the code right beside it, in the same turn.
function joined(view, op, model, { start, end }, code) {
  const whole = { start, end };
  for (const other of view.codings.values()) {
    if (other.code !== code || other.coder !== op.coder || other.origin !== "suggestion" || other.carried) continue;
    if (other.end <= start && touches(model, other.end, start)) whole.start = Math.min(whole.start, other.start);
    if (other.start >= end && touches(model, end, other.start)) whole.end = Math.max(whole.end, other.end);
  }
  return whole;
}

function touches({ text, turns }, from, to) {
  return !text.slice(from, to).trim() && !turns.some((turn) => turn.start >= from && turn.start <= to);
}

// Put a code on a segment; overlapping codings of the same code by the same coder become one.
function put(view, op, { id, start, end, code, origin = "person", beside = false }) {
  const mine = [];
  for (const coding of view.codings.values()) {
    const meets = coding.start < end && coding.end > start && !coding.carried;
    if (meets && coding.code === code && coding.coder === op.coder) mine.push(coding);
  }
  if (!mine.length) {
    view.codings.set(id, {
      id, start, end, code, coder: op.coder, origin, version: 1, created: "",
      pending: true,
    });
    return;
  }
  start = Math.min(start, ...mine.map((coding) => coding.start));
  end = Math.max(end, ...mine.map((coding) => coding.end));
  mine.sort((a, b) => a.start - b.start || a.end - b.end);
  const kept = mine.find((coding) => coding.start === start && coding.end === end) || mine[0];
  for (const coding of mine) if (coding !== kept) yieldTo(view, coding.id, kept.id);
  const grew = kept.start !== start || kept.end !== end;
  if (grew) view.codings.set(kept.id, { ...kept, start, end, pending: true });
  view.merged.push({ op: op.id, code, grew, beside });
}

// Change a coding; if among `others` its coder has the same code on the same words already, it
// gives way.
function change(view, id, fields, others = [...view.codings.values()]) {
  const coding = view.codings.get(id);
  if (!coding) return;
  const changed = { ...coding, ...fields, pending: true };
  const there = others.find((other) => other.id !== id && !other.carried === !changed.carried && same(other, changed));
  if (there) yieldTo(view, id, there.id);
  else view.codings.set(id, changed);
}

// Delete a coding in favour of another, which takes over its memos, its paraphrase and its stars.
function yieldTo(view, id, kept) {
  const there = [...view.memos.values()].find(({ kind, about }) => kind === "paraphrase" && about === kept);
  for (const memo of view.memos.values()) {
    if (memo.about !== id) continue;
    if (memo.kind === "coding" || (memo.kind === "paraphrase" && !there)) view.memos.set(memo.id, { ...memo, about: kept });
    else if (memo.kind === "paraphrase") {
      view.memos.set(there.id, { ...there, text: `${there.text} ${memo.text}` });
      view.memos.delete(memo.id);
    }
  }
  const [gone, coding] = [view.codings.get(id), view.codings.get(kept)];
  if (coding && (gone?.stars ?? 0) > (coding.stars ?? 0)) view.codings.set(kept, { ...coding, stars: gone.stars });
  view.codings.delete(id);
}

export function same(a, b) {
  return a && b && a.start === b.start && a.end === b.end && a.code === b.code
    && a.coder === b.coder;
}
