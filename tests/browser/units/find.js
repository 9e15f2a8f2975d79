import { hits } from "/desk/view/find.js";
import { equal, raises, test } from "./harness.js";

const seen = (text, wanted) => hits(text, wanted).map(([start, end]) => text.slice(start, end));

test("find: every place is found, in whatever case it is written", () => {
  equal(hits("Rent, rent; RENT.", "rent"), [[0, 4], [6, 10], [12, 16]]);
});

test("find: е and ё are one letter", () => {
  equal(seen("Всё еще ВСЕ ещё", "ещё"), ["еще", "ещё"]);
  equal(seen("Всё еще ВСЕ", "все"), ["Всё", "ВСЕ"]);
});

test("find: signs are looked for as signs", () => {
  equal(seen("well-known (a+b) [x] 5.5 5x5 a\\b $9 ^ {2} | * ? /", "well-known"), ["well-known"]);
  for (const wanted of ["(a+b)", "[x]", "5.5", "a\\b", "$9", "^", "{2}", "|", "*", "?", "/", "a+b)"]) {
    equal(seen("well-known (a+b) [x] 5.5 5x5 a\\b $9 ^ {2} | * ? /", wanted), [wanted]);
  }
});

test("find: places are told in units, an emoji before them counting two", () => {
  equal(hits("🙂 rent 🙂 rent", "rent"), [[3, 7], [11, 15]]);
  equal(seen("a🙂b", "🙂"), ["🙂"]);
});

test("find: what cannot be seen or is written in another form is no hindrance", () => {
  equal(seen("for 5\u00a0000 dinars", "5 000"), ["5\u00a0000"]);
  equal(seen("she’s here", "she's"), ["she’s"]);
  equal(seen("my em-\nployer re-\nentered", "employer"), ["em-\nployer"]);
  equal(seen("he re-\nentered, re-entered, re‑entered", "re-entered"), ["re-\nentered", "re-entered", "re‑entered"]);
  equal(seen("employer", "em\u00adployer"), ["employer"]);
});

test("find: nothing is found where nothing is wanted", () => {
  equal([hits("rent", ""), hits("rent", "  "), hits("", "rent")], [[], [], []]);
});

test("find: a case that should fail does", () => {
  raises(() => equal(hits("rent", "rent"), []), "a wrong promise");
});
