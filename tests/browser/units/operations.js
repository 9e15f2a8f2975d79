// The table of tests/cases/operations.json, held against what the page shows at once.

import { equal, test } from "./harness.js";
import { modelOf, points, wordsOf } from "./interview.js";

const { text, codes, turns, cases } = await (await fetch("/cases/operations.json")).json();

// Put numbers in the place of words.
function placed({ words, trimmed, apply, at, ...op }) {
  if (words) {
    const [start, end] = points(text, words);
    Object.assign(op, { transcript: "t1", start, end });
  }
  if (op.verdicts) op.verdicts = op.verdicts.map((row) => [...row.slice(0, 6), ...row.slice(6).flatMap((said) => points(text, said))]);
  if (at) op.places = at.map((said) => ["t1", ...points(text, said)]);
  if (trimmed) op.trimmed = points(text, trimmed);
  if (apply) op.apply = placed(apply);
  return op;
}

function standing(model) {
  const { codings, memos } = model.view;
  return {
    codings: [...codings.values()].map((c) => [c.id, wordsOf(model, c), c.code, c.coder, c.origin]).sort(),
    memos: [...memos.values()].map((m) => [m.id, m.kind, m.about, m.text]).sort(),
    stars: [...codings.values()].filter((c) => c.stars).map((c) => [c.id, c.stars]).sort(),
    codes: model.codes.map((c) => [c.id, c.name, c.parent]),
    turns: model.turns.map((turn) => [turn.speaker, turn.role, wordsOf(model, turn)]),
  };
}

for (const { name, before, earlier = [], operation, after, page } of cases) {
  test(`operations: ${name}`, () => {
    const start = { codings: [], memos: [], codes, turns, ...before };
    const model = modelOf({ text, codes: start.codes, codings: start.codings, memos: start.memos });
    const ops = [...earlier, operation].map((op, n) => ({ id: `op${n}`, coder: "ana", ...placed(op) }));
    model.play(ops);
    const { codings, memos, stars = [], ...rest } = { ...start, ...(page ?? after) };
    equal(standing(model), { codings: codings.toSorted(), memos: memos.toSorted(), stars, codes: rest.codes, turns: rest.turns });
  });
}
