// What the page of a figure shows at once, before Python has answered.

import { Acts } from "/voices/input/acts.js";
import { Board, COLUMNS } from "/voices/state/board.js";
import { Outbox } from "/common/state/outbox.js";
import { equal, test } from "./harness.js";

function card(coding, person, more = {}) {
  return { coding, person, name: person, text: `words of ${coding}`, label: `label of ${person}`, sections: [], ...more };
}

function data(more = {}) {
  return {
    mode: "figure", figure: "safe", answers: [{ id: "safe", option: "Safe", printed: "96.5", unit: "%" }], ack: 0, refused: "",
    people: [["P1", "Ana"], ["P2", "Bo"]], names: { fear: "Fear" }, themes: [], placed: [], away: [],
    open: [card("a", "P1"), card("b", "P1"), card("c", "P2")], sections: [], heard: [], ...more,
  };
}

function opened(more) {
  const sent = [];
  const board = new Board(data(more));
  const outbox = new Outbox((acts) => sent.splice(0, sent.length, ...acts));
  return { board, outbox, sent, acts: new Acts(board, outbox, () => {}) };
}

test("voices: a key places the passage and the next one is there at once", () => {
  const { board, acts, sent } = opened();
  acts.decide("confirms");
  equal(board.column(COLUMNS[0].relations).map(({ coding }) => coding), ["a"]);
  equal([board.current.coding, board.last], ["b", "a"]);
  equal(sent.map(({ act, coding, relation }) => [act, coding, relation]), [["place", "a", "confirms"]]);
});

test("voices: k counts people, and both words of the middle column", () => {
  const { board, acts } = opened();
  acts.place("a", "partly agrees");
  acts.place("b", "expands");
  equal([board.column(COLUMNS[1].relations).length, board.speaking(COLUMNS[1].relations).size], [2, 1]);
});

test("voices: what is not about the figure stands in no column and waits no more", () => {
  const { board, acts } = opened();
  acts.decide("not about it");
  equal([board.placed.length, board.away.length, board.queue.length, board.last], [0, 1, 2, ""]);
  acts.takeOff("a");
  equal([board.away.length, board.current.coding], [0, "a"]);
});

test("voices: a contradiction is placed once it is said what contradicts what", () => {
  const { board, acts, sent } = opened();
  acts.decide("contradicts");
  equal([board.asking, sent.length, board.placed.length], ["a", 0, 0]);
  acts.place("a", "contradicts", { note: "Not there." });
  equal([board.asking, board.placed[0].note, sent[0].note], ["", "Not there.", "Not there."]);
});

test("voices: what is put off comes last, in the order in which it was", () => {
  const { board, acts } = opened();
  acts.putOff();
  acts.putOff();
  equal(board.queue.map(({ coding }) => coding), ["c", "a", "b"]);
  equal(board.current.coding, "c");
  acts.putOff();
  equal([board.queue.map(({ coding }) => coding), board.current.coding], [["a", "b", "c"], "a"]);
});

test("voices: a quote goes into the section that is open, once", () => {
  const sections = [{ id: "s1", name: "One", items: [] }, { id: "s2", name: "Two", items: [] }];
  const { board, acts } = opened({ sections });
  acts.decide("confirms");
  acts.open("s2");
  acts.put();
  acts.put();
  equal(board.sections.map(({ items }) => items.length), [0, 1]);
  equal(board.placed[0].sections, ["Two"]);
});

test("voices: where there is no section the first quote makes one", () => {
  const { board, acts, sent } = opened();
  acts.decide("confirms");
  acts.put();
  equal(sent.map(({ act, section, name }) => [act, section ?? name ?? ""]), [["place", ""], ["section", "For the report"], ["put", "For the report"]]);
  equal(board.sections[0].items.length, 1);
});

test("voices: an item moves down, and over the end of its section into the next", () => {
  const item = (id) => ({ id, kind: "quote", text: id });
  const sections = [{ id: "s1", name: "One", items: [item("x"), item("y")] }, { id: "s2", name: "Two", items: [item("z")] }];
  const { board, acts } = opened({ sections });
  const order = () => board.sections.map(({ items }) => items.map(({ id }) => id).join(""));
  acts.shift("x", 1);
  equal(order(), ["yx", "z"]);
  acts.shift("x", 1);
  equal(order(), ["y", "xz"]);
  acts.shift("x", -1);
  equal(order(), ["yx", "z"]);
  acts.shift("y", -1);
  equal(order(), ["yx", "z"]);
});

test("voices: what Python has not heard of yet is shown again on what it says", () => {
  const { board, outbox, acts } = opened();
  acts.decide("confirms");
  board.take(data(), outbox.acts);
  equal([board.placed.length, board.queue.length], [1, 2]);
  outbox.settle(outbox.acts[0].n);
  board.take(data(), outbox.acts);
  equal([board.placed.length, board.queue.length], [0, 3]);
});

test("voices: a word on a theme that was refused stays in its form, to be kept after all", () => {
  const { board, outbox, acts } = opened();
  acts.write("fear");
  Object.assign(board.form, { relation: "expands", note: "Why." });
  acts.say();
  const ack = outbox.acts[0].n;
  outbox.settle(ack);
  board.take(data({ ack, refused: "somebody else was quicker", themes: [{ id: "l", code: "fear", relation: "confirms", note: "Mine.", version: 2 }] }), outbox.acts);
  equal([board.form.note, board.form.version, board.form.sent], ["Why.", 2, 0]);
  acts.say();
  const again = outbox.acts[0].n;
  outbox.settle(again);
  board.take(data({ ack: again }), outbox.acts);
  equal(board.form, null);
});
