// A small interview as Python tells it to the page, and a desk with nothing but a model on it.

import { Model } from "/desk/state/model.js";
import { Offsets } from "/desk/state/offsets.js";

const CODES = [["life", "Daily life", ""], ["safety", "Safety", "life"], ["prices", "Prices", "life"], ["fear", "Fear", ""]];
const TEXT = "Interviewer: Do you feel safe here? 🙂\n\nVera: Yes. My daughter walks to school alone. The rent is high.\n";

export function code([id, name, parent]) {
  return { id, name, parent, color: "", definition: "", include: [], exclude: [], examples: [], keywords: [] };
}

// [start, end] of words in code points.
export function points(text, words) {
  const unit = text.indexOf(words);
  if (unit < 0) throw new Error(`“${words}” is not in the text`);
  const offsets = new Offsets(text);
  return [unit, unit + words.length].map((at) => offsets.toPoint(at));
}

export function snapshot({ text = TEXT, codes = CODES, codings = [], memos = [] } = {}) {
  const turns = [...text.matchAll(/^(\w+): (.*)$/gmu)].map((match, i) => {
    const start = match.index + match[1].length + 2;
    const [from, to] = [start, start + match[2].length].map((at) => new Offsets(text).toPoint(at));
    return [i + 1, from, to, match[1], match[1] === "Interviewer" ? "i" : "p", null];
  });
  const sentences = turns.flatMap(([, start, end]) => {
    const [from, to] = [start, end].map((at) => new Offsets(text).toUnit(at));
    return [...text.slice(from, to).matchAll(/\S[^.?!]*[.?!]*/gu)].flatMap(({ index, 0: sentence }) =>
      [from + index, from + index + sentence.length].map((at) => new Offsets(text).toPoint(at)));
  });
  return {
    project: "p", coder: "ana", id: "t1", name: "Vera", language: "en", rev: 7, text, turns, sentences,
    codings: codings.map(([id, words, key, coder = "ana", origin = "person"]) =>
      [id, ...points(text, words), key, coder, origin, 1, "2024-01-01"]),
    memos: memos.map(([id, kind, about, words]) => [id, kind, about, "ana", words, 1, "2024-01-01"]),
    codebook: codes.map(code),
    undo: "", redo: "",
  };
}

export function modelOf(parts) {
  const data = snapshot(parts);
  const model = new Model(data);
  model.learn(data, []);
  return model;
}

export function wordsOf(model, { start, end }) {
  return model.text.slice(start, end);
}
