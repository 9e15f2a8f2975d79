import { Clock } from "/desk/state/clock.js";
import { equal, test } from "./harness.js";

// Turns of so many characters each, with the times that a file has.
function turns(...told) {
  let start = 0;
  return told.map(([length, time = null], i) => {
    start += 10; // a label that nobody says
    const turn = { number: i + 1, start, end: start + length, time };
    start += length;
    return turn;
  });
}

const shown = (clock) => clock.moments.map((moment) => moment && `${moment.guess ? "≈" : ""}${Math.round(moment.second * 10) / 10}`);

test("clock: what a file has is taken as it is", () => {
  equal(shown(new Clock(turns([10, 0], [30, 4], [20, 9.5]), new Map())), ["0", "4", "9.5"]);
});

test("clock: what somebody said goes before what the file has", () => {
  equal(shown(new Clock(turns([10, 0], [30, 4], [20, 9]), new Map([[2, 5]]))), ["0", "5", "9"]);
});

test("clock: turns between are estimated by how much is said, and told as estimates", () => {
  equal(shown(new Clock(turns([100], [300], [100], [50]), new Map([[1, 10], [4, 60]]), 70)), ["10", "≈20", "≈50", "60"]);
});

test("clock: one time is enough, from the recording's beginning to its end", () => {
  equal(shown(new Clock(turns([100], [100], [100], [100]), new Map([[3, 30]]), 70)), ["≈0", "≈15", "30", "≈50"]);
  equal(shown(new Clock(turns([100], [100], [100], [100]), new Map([[3, 30]]))), ["≈0", "≈15", "30", "≈45"]);
});

test("clock: without any time nothing is estimated", () => {
  equal(shown(new Clock(turns([100], [100]), new Map(), 70)), [null, null]);
  equal(shown(new Clock(turns([100], [100]), new Map([[1, 0]]))), ["0", null]);
});

test("clock: a voice that overlaps the one before bends no estimate", () => {
  equal(shown(new Clock(turns([100, 10], [100, 30], [100, 29], [100], [100, 60]), new Map())), ["10", "30", "29", "≈50", "60"]);
});

test("clock: a place within a turn is estimated by its share of the words", () => {
  const clock = new Clock(turns([100, 10], [100, 30]), new Map(), 50);
  equal([clock.second(10, 0), clock.second(60, 0), clock.second(110, 0), clock.second(170, 1)], [10, 20, 30, 40]);
});

test("clock: a turn ends where the file says, unless somebody said when it begins", () => {
  const told = turns([100, 10], [100, 300]);
  told[0].until = 20;
  equal(new Clock(told, new Map()).second(60, 0), 15);
  equal(new Clock(told, new Map([[1, 100]])).second(60, 0), 200);
  told[0].until = 400; // voices that overlap
  equal(new Clock(told, new Map()).second(60, 0), 155);
});

test("clock: the turn that is heard is the last that has begun", () => {
  const clock = new Clock(turns([100, 10], [100, 30], [100, 50]), new Map());
  equal([9, 10, 29, 30, 500].map((second) => clock.turnAt(second)), [-1, 0, 0, 1, 2]);
});

test("clock: empty turns and an empty interview are no trouble", () => {
  equal(shown(new Clock(turns([0, 5], [0], [0, 9]), new Map(), 9)), ["5", "≈9", "9"]);
  equal(new Clock([], new Map(), 9).turnAt(3), -1);
});

test("clock: the latest known beginning is no guess, and the last turn's is not always the latest", () => {
  equal(new Clock(turns([100, 10], [100, 90], [100, 30], [100]), new Map(), 400).latest, 90);
  equal(new Clock(turns([100, 10], [100]), new Map([[2, 70]]), 400).latest, 70);
  equal([new Clock(turns([100]), new Map(), 9).latest, new Clock([], new Map()).latest], [-1, -1]);
});
