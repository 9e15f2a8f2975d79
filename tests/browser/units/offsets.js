import { below, Offsets } from "/desk/state/offsets.js";
import { snap, words } from "/desk/state/cuts.js";
import { equal, test } from "./harness.js";

test("offsets: without characters beyond U+FFFF code points and units are the same", () => {
  const offsets = new Offsets("Да, yes.");
  for (const at of [0, 3, 8]) equal([offsets.toPoint(at), offsets.toUnit(at)], [at, at]);
});

test("offsets: every emoji before a place sets it one unit further", () => {
  const text = "a🙂b👩‍👧c"; // the family is two emoji and a joiner
  const offsets = new Offsets(text);
  const all = [...text];
  let unit = 0;
  all.forEach((character, point) => {
    equal([offsets.toPoint(unit), offsets.toUnit(point)], [point, unit], character);
    unit += character.length;
  });
  equal([offsets.toPoint(text.length), offsets.toUnit(all.length)], [all.length, text.length]);
});

test("offsets: the way there and back ends where it began", () => {
  const text = "🙂🙂 x 🙂";
  const offsets = new Offsets(text);
  for (let point = 0; point <= [...text].length; point++) equal(offsets.toPoint(offsets.toUnit(point)), point);
});

test("offsets: below counts what is smaller, and equal is not", () => {
  equal([below([], 3), below([1, 3, 3, 5], 3), below([1, 3, 3, 5], 9)], [0, 1, 4]);
});

const cut = (text, language) => words(text, language).map(([start, end]) => text.slice(start, end));

test("cuts: words leave signs out and keep hyphens and apostrophes inside", () => {
  equal(cut("Well-known, isn't it? «Да-да», ок.", "en"), ["Well-known", "isn't", "it", "Да-да", "ок"]);
});

test("cuts: a language that is none is no error", () => {
  equal(cut("one two", "not a language"), ["one", "two"]);
  equal(cut("one two", ""), ["one", "two"]);
});

const snapped = (text, words, exactly) => {
  const start = text.indexOf(words);
  return text.slice(...snap(text, start, start + words.length, "en", exactly));
};

test("cuts: what is dragged over is rounded outwards to whole words", () => {
  equal(snapped("My daughter walks to school", "ughter wal"), "daughter walks");
});

test("cuts: spaces at the ends are left out", () => {
  equal(snapped("My daughter walks", " daughter "), "daughter");
});

test("cuts: taken exactly, only a character that is seen as one stays whole", () => {
  equal(snapped("My daughter", "ught", true), "ught");
  const family = "👩‍👧";
  equal([...snap(`a${family}b`, 2, 3, "en", true)], [1, 1 + family.length]);
});
