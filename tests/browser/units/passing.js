import { Passing, WORDS_PER_SECOND } from "/desk/state/passing.js";
import { equal, test } from "./harness.js";

const passage = (start, end) => ({ start, end });

// A clock that stands until it is moved on by seconds.
function watched() {
  let ms = 0;
  return { passing: new Passing(() => ms), wait: (seconds) => (ms += seconds * 1000) };
}

test("passing: what was in sight as long as its words take is passed, and told once", () => {
  const { passing, wait } = watched();
  passing.sight("a", passage(0, 10), WORDS_PER_SECOND, true);
  wait(0.9);
  equal(passing.left(0, 10), []);
  wait(0.1);
  equal(passing.left(0, 10), [passage(0, 10)]);
  wait(5);
  equal(passing.left(0, 10), []);
});

test("passing: time out of sight does not count, what was read before adds up", () => {
  const { passing, wait } = watched();
  passing.sight("a", passage(0, 10), 2 * WORDS_PER_SECOND, true);
  wait(1);
  passing.sight("a", passage(0, 10), 2 * WORDS_PER_SECOND, false);
  wait(60);
  equal(passing.left(0, 10), []);
  passing.sight("a", passage(0, 10), 2 * WORDS_PER_SECOND, true);
  wait(1);
  equal(passing.left(0, 10), [passage(0, 10)]);
});

test("passing: what lies further on, or reaches over the place that is gone to, is not passed", () => {
  const { passing, wait } = watched();
  for (const [key, start, end] of [["c", 20, 30], ["b", 8, 12], ["a", 0, 10]]) passing.sight(key, passage(start, end), 1, true);
  wait(1);
  equal(passing.left(0, 10), [passage(0, 10)]);
  equal(passing.left(15, 40), [passage(20, 30)]);
});
