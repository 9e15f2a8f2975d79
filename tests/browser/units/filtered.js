import { keepFilter, meetFilter, restored } from "/desk/wire/filtered.js";
import { hub } from "/desk/wire/hub.js";
import { equal, test } from "./harness.js";

const only = (...coders) => ({ coders });
// What a page says is let through, and when that was chosen.
const told = (key, wanted, n) => ({ key, wanted, n });

// Meet what a page says; return what is handed up to it.
function met(page) {
  const pushed = [];
  meetFilter(page, (kept) => pushed.push(kept));
  return pushed;
}

test("filtered: what was chosen on a page later is kept for the desk, and nothing is handed up", () => {
  keepFilter("study", only("Ana"));
  const { n } = restored("study");
  equal(met(told("study", only("Boris"), n + 1)), []);
  equal(restored("study"), { ...only("Boris"), n: n + 1 });
});

test("filtered: what the desk said later is handed up, as after a reload, and once only", () => {
  hub.filtered = null;
  keepFilter("study", only("Ana"));
  const kept = restored("study");
  const older = told("study", only("Boris"), kept.n - 1);
  equal(met(older), [kept]);
  equal(met(older), []);
  equal(restored("study"), kept);
});

test("filtered: what both sides know alike is left as it is", () => {
  keepFilter("study", only("Ana"));
  const kept = restored("study");
  equal(met(told("study", only("Boris"), kept.n)), []);
  equal(restored("study"), kept);
});

test("filtered: what is chosen on the desk goes to the page that was met last", () => {
  const first = met(null);
  const last = met(null);
  keepFilter("study", only("Clara"));
  equal(first, []);
  equal(last, [restored("study")]);
});

test("filtered: each study has a filter of its own, and what cannot be read is none", () => {
  hub.filtered = null;
  keepFilter("one", only("Ana"));
  equal(restored("other"), {});
  sessionStorage.setItem("one", "{half of it");
  equal(restored("one"), {});
  equal(met(told("one", only("Boris"), 1)), []);
  equal(restored("one"), { ...only("Boris"), n: 1 });
});
