import { Board } from "/draft/state/board.js";
import { equal, test } from "./harness.js";

const proposed = (...ids) => ids.map((id) => ({ sense: "equal", figures: [id], shares: [], lacks: [] }));

// A draft of three open claims: two of one sentence, one of the next.
function told(draft, first, second, third) {
  const place = (number, row, proposals) => ({ mark: "look", number, row, within: "paragraph 1", findings: [], proposals });
  return {
    draft, findings: {}, figures: {}, questions: {}, unseen: [], ack: 0,
    places: { a: place(0, "s1", first), b: place(1, "s1", second), c: place(2, "s2", third) },
  };
}

const first = (board, id) => board.places[id].proposals[0].figures[0];
const OLD = [proposed("p", "q"), proposed("p", "q"), proposed("p", "q")];
const NEW = [proposed("q", "p"), proposed("q", "p"), proposed("q", "p")];

test("board: proposals of the claim in sight and its sentence keep their order, the others take the new one", () => {
  const board = new Board(told("d", ...OLD));
  board.take(told("d", ...NEW), []);
  equal([board.chosen, first(board, "a"), first(board, "b"), first(board, "c")], ["a", "p", "p", "q"]);
});

test("board: with the next claim in sight the new order is shown", () => {
  const board = new Board(told("d", ...OLD));
  board.take(told("d", ...NEW), []);
  board.chosen = "b";
  equal([first(board, "a"), first(board, "b")], ["q", "q"]);
});

test("board: another draft brings its own order", () => {
  const board = new Board(told("d", ...OLD));
  board.take(told("e", ...NEW), []);
  equal(first(board, "a"), "q");
});
