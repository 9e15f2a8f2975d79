import { letters, shortened } from "/desk/state/model.js";
import { equal, test } from "./harness.js";
import { code, modelOf, points, snapshot, wordsOf } from "./interview.js";

const apply = (model, words, key = "safety", id = "new") => {
  const [start, end] = points(model.text, words);
  return { id: `op-${id}`, kind: "apply", coder: "ana", transcript: "t1", start, end, codes: [key], ids: [id] };
};

test("model: rows come in code points and are kept in units", () => {
  const model = modelOf({ codings: [["a", "walks to school", "safety"]] });
  equal(wordsOf(model, model.view.codings.get("a")), "walks to school");
  equal(wordsOf(model, model.turns[1]), "Yes. My daughter walks to school alone. The rent is high.");
});

test("model: what is pending is shown at once and gone when it is refused", () => {
  const model = modelOf();
  const changed = model.play([apply(model, "alone")]);
  equal(changed.codings.map(({ id }) => id), ["new"]);
  equal([model.view.codings.size, model.base.codings.size], [1, 0]);
  equal(model.learn(null, []).codings.map(({ id }) => id), ["new"]);
  equal(model.view.codings.size, 0);
});

test("model: what is confirmed is settled, and nothing is drawn for it", () => {
  const model = modelOf();
  const op = apply(model, "alone");
  model.play([op]);
  const { codings } = snapshot({ codings: [["new", "alone", "safety"]] });
  const changed = model.learn({ codings }, []);
  equal([changed.codings, changed.settled, changed.codes], [[], ["new"], false]);
});

test("model: pending operations are played again on top of news", () => {
  const model = modelOf();
  const op = apply(model, "alone", "fear");
  model.play([op]);
  const { codings } = snapshot({ codings: [["b", "rent", "prices", "ben"]] });
  const changed = model.learn({ codings }, [op]);
  equal(changed.codings.map(({ id }) => id), ["b"]);
  equal([...model.view.codings.keys()], ["b", "new"]);
});

test("model: news of what is gone takes codings and memos away", () => {
  const model = modelOf({ codings: [["a", "alone", "fear"]], memos: [["m", "code", "fear", "why?"]] });
  const changed = model.learn({ gone: ["a"], memos_gone: ["m"] }, []);
  equal([changed.codings.map(({ id }) => id), changed.memos], [["a"], true]);
  equal([model.view.codings.size, model.memoOf("code", "fear")], [0, null]);
});

test("model: the same codebook told again changes nothing", () => {
  const model = modelOf();
  equal(model.learn({ codebook: snapshot().codebook }, []).codes, false);
  equal(model.learn({ codebook: snapshot().codebook.reverse() }, []).codes, true);
});

test("model: codes stand in the order of the tree, with depth and number of codes below", () => {
  const codes = [["b", "B", "a"], ["a", "A", ""], ["c", "C", "b"], ["d", "D", ""]];
  const model = modelOf({ codes });
  equal(model.codes.map(({ id, depth, children }) => [id, depth, children]), [["a", 0, 1], ["b", 1, 1], ["c", 2, 0], ["d", 0, 0]]);
  equal(model.family("a"), new Set(["a", "b", "c"]));
});

test("model: a code whose theme is gone stands at the top", () => {
  equal(modelOf({ codes: [["b", "B", "nowhere"]] }).codes.map(({ id, depth }) => [id, depth]), [["b", 0]]);
});

test("model: a code without a colour has its theme's, and no two below it the same line", () => {
  const model = modelOf();
  model.learn({ codebook: [{ ...code(["life", "Life", ""]), color: "#117733" }, code(["a", "A", "life"]), code(["b", "B", "life"])] }, []);
  equal([model.style("a").colour, model.style("b").colour], ["#117733", "#117733"]);
  equal([model.style("a").pattern === model.style("b").pattern, model.style("nobody").letters], [false, "?"]);
});

test("model: two letters tell codes apart that begin alike", () => {
  const taken = new Set();
  equal([letters("Safety", taken), letters("Safe home", taken), letters("Of the safety", taken)], ["Sa", "Sh", "Sf"]);
  equal(letters("..."), "?");
});

test("model: codes that differ by their number alone are told apart, too", () => {
  const taken = new Set();
  equal([letters("Code 1", taken), letters("Code 2", taken), letters("Code 12", taken)], ["C1", "C2", "Co"]);
  for (let n = 13; n < 43; n++) letters(`Code ${n}`, taken);
  equal(taken.size, 33);
});

test("model: what is filtered away is not visible; the longer of two comes first", () => {
  const model = modelOf({
    codings: [["a", "walks", "safety"], ["b", "walks to school", "fear"], ["c", "rent", "prices", "ben"]],
  });
  const ids = () => model.visible().map(({ id }) => id);
  equal(ids(), ["b", "a", "c"]);
  model.filter.coders = new Set(["ben"]);
  equal(ids(), ["c"]);
  Object.assign(model.filter, { coders: null, codes: model.family("life") });
  equal(ids(), ["a", "c"]);
  equal([model.coders(), model.counts()], [["ana", "ben"], new Map([["safety", 1], ["fear", 1], ["prices", 1]])]);
});

test("model: an offset is in the turn that begins last before it", () => {
  const model = modelOf();
  const { start, end } = model.turns[1];
  equal([0, model.turns[0].start, start - 1, start, end].map((unit) => model.turnAt(unit)), [0, 0, 0, 1, 1]);
});

test("model: an operation on another transcript shows nothing here", () => {
  const model = modelOf();
  model.play([{ ...apply(model, "alone"), transcript: "t2" }]);
  equal(model.view.codings.size, 0);
});

test("model: a kind of operation that is not known is passed over", () => {
  const model = modelOf();
  equal(model.play([{ id: "x", kind: "dance" }]).codings, []);
});

test("model: the sentences of a turn are its own, wherever emoji stand", () => {
  const model = modelOf({ text: "Interviewer: Yes? 🙂 Why? No!\n\nVera: 🙂 Because. So it is.\n\nVera: \n" });
  const said = model.turns.map((_, i) => model.sentencesOf(i).map(([start, end]) => model.text.slice(start, end)));
  equal(said.slice(0, 2), [["Yes?", "🙂 Why?", "No!"], ["🙂 Because.", "So it is."]]);
  equal(said.slice(2).flat(), []);
});

test("model: it is told whether turns begin elsewhere or only their speakers are others", () => {
  const model = modelOf({});
  const { turns, sentences } = snapshot({});
  const named = turns.map(([number, start, end, , role, time]) => [number, start, end, "Mila", role, time]);
  equal(model.learn({ turns: named, sentences, edition: "2" }, []).heard, "names");
  equal(model.turns[1].speaker, "Mila");
  equal(model.learn({ turns: named, sentences, edition: "2" }, []).heard, undefined);
  equal(model.learn({ turns: named.slice(1), sentences, edition: "3" }, []).heard, "spans");
});

test("model: people and the translation beside come without turns, and only a change is drawn", () => {
  const model = modelOf();
  equal(model.learn({ people: [["P7", "P7 Zora"]] }, []).heard, undefined);
  equal(model.people, [["P7", "P7 Zora"]]);
  const beside = { id: "o", name: "other", language: "hr", others: [["o", "other", "hr"]], turns: [[1, "Zora", 0, "Riječ."]], pairs: [[[1], [1], ""]] };
  equal(model.learn({ parallel: beside }, []).heard, "spans");
  equal(model.data.parallel, beside);
  equal(model.learn({ parallel: { ...beside } }, []).heard, undefined);
  equal(model.learn({}, []).heard, undefined);
  equal(model.learn({ parallel: { ...beside, pairs: [[[1], [1], "hand"]] } }, []).heard, "beside");
  equal(model.beside.pairOf(1).state, "hand");
  equal(model.people, [["P7", "P7 Zora"]]);
  equal(model.learn({ parallel: null }, []).heard, "spans");
  equal(model.data.parallel, null);
});

test("model: names with a common beginning are told apart by what comes after it", () => {
  const named = [["a", "Reasons for leaving: repression"], ["b", "Reasons for leaving: money"], ["c", "Trust"], ["d", "Reasons"]];
  const names = shortened(named);
  equal([...names.keys()].sort().map((id) => names.get(id)), [
    "Reasons … leaving: repression", "Reasons … leaving: money", "Trust", "Reasons",
  ]);
  const alike = shortened([["a", "Experience of the war at home"], ["b", "Experience of the war at home and away"]]);
  equal([...alike.values()], ["Experience … the war at home", "Experience … at home and away"]);
  equal(shortened([["a", "Experience"], ["b", "Experience of war"]]).get("a"), "Experience");
});
