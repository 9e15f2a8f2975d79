import { Trims } from "/desk/state/trims.js";
import { equal, test } from "./harness.js";
import { modelOf } from "./interview.js";

const TEXT = "Vera: It was cold. We had no heating. Then they came, and left.\n";

// A suggestion on words of the interview, and its trims.
function proposed(words) {
  const model = modelOf({ text: TEXT, codes: [["fear", "Fear", ""]] });
  const wordsIn = ({ start, end }) => [...TEXT.slice(start, end).matchAll(/[\w']+[.,]?/g)].map(({ index, 0: word }) => [start + index, start + index + word.length]);
  const trims = new Trims({ model, selection: { words: (i) => wordsIn(model.turns[i]) } });
  const start = TEXT.indexOf(words);
  const row = { code: "fear", start, end: start + words.length };
  return { trims, row, text: () => TEXT.slice(...trims.of(row)) };
}

test("trims: a sentence is taken off at either end, never the last one", () => {
  const { trims, row, text } = proposed("It was cold. We had no heating. Then they came, and left.");
  equal([trims.shorten(row, "start", "sentence"), text()], [true, "We had no heating. Then they came, and left."]);
  equal([trims.shorten(row, "end", "sentence"), text()], [true, "We had no heating."]);
  equal([trims.shorten(row, "start", "sentence"), trims.shorten(row, "end", "sentence"), text()], [false, false, "We had no heating."]);
});

test("trims: a word is taken off at either end, never the last one", () => {
  const { trims, row, text } = proposed("We had no heating.");
  equal([trims.shorten(row, "start", "word"), text()], [true, "had no heating."]);
  equal([trims.shorten(row, "end", "word"), text()], [true, "had no"]);
  trims.shorten(row, "end", "word");
  equal([trims.shorten(row, "start", "word"), text()], [false, "had"]);
});

test("trims: a sentence comes off what words were taken off before", () => {
  const { trims, row, text } = proposed("We had no heating. Then they came, and left.");
  trims.shorten(row, "start", "word");
  equal([trims.shorten(row, "start", "sentence"), text()], [true, "Then they came, and left."]);
});

test("trims: drawn back to where it was proposed, nothing is trimmed", () => {
  const { trims, row } = proposed("We had no heating.");
  trims.set(row, row.start + 3, row.end);
  equal(trims.has(row), true);
  trims.set(row, row.start, row.end);
  equal(trims.has(row), false);
});
