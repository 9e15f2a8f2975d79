import { Quick } from "/desk/state/quick.js";
import { equal, test } from "./harness.js";
import { modelOf } from "./interview.js";

const MANY = Array.from({ length: 12 }, (_, n) => [`c${n}`, `Code ${n}`, ""]);

function quickOf(parts) {
  return new Quick({ model: modelOf(parts), tree: { keys() {} } });
}

test("quick: the codes most used here come first, then the codebook's order; themes have no number", () => {
  const quick = quickOf({ codings: [["a", "alone", "fear"], ["b", "walks", "fear"], ["c", "rent", "prices"]] });
  equal(quick.slots, ["fear", "prices", "safety", null, null, null, null, null, null, null]);
});

test("quick: a code keeps its number while it is used, and others come after", () => {
  const quick = quickOf({ codes: MANY });
  for (const code of ["c3", "c0", "c3"]) quick.use(code);
  equal(quick.slots, MANY.slice(0, 10).map(([id]) => id));
  equal([quick.slotOf("c3"), quick.slotOf("c11")], [3, -1]);
});

test("quick: a code without a number takes the one that was used longest ago, never a pinned one", () => {
  const quick = quickOf({ codes: MANY });
  quick.pin("c9", true);
  quick.use("c10");
  equal([quick.slotOf("c9"), quick.slotOf("c10"), quick.slotOf("c8")], [9, 8, -1]);
  for (const [id] of MANY.slice(0, 10)) quick.pin(id, true);
  quick.use("c11");
  equal([quick.slotOf("c11"), quick.isPinned("c9")], [-1, true]);
});

test("quick: numbers and pins outlast a reload, and are kept for each coder", () => {
  const quick = quickOf({ codes: MANY });
  quick.pin("c11", true);
  const again = quickOf({ codes: MANY });
  equal([again.slotOf("c11") >= 0, again.isPinned("c11")], [true, true]);
  equal(Object.keys(localStorage), ["coding.quick.p.ana"]);
});

test("quick: a code that is gone gives its number back", () => {
  const quick = quickOf({ codes: MANY });
  quick.desk.model = modelOf({ codes: MANY.slice(1) });
  quick.fill();
  equal([quick.slotOf("c0"), quick.slotOf("c1"), quick.slotOf("c10")], [-1, 1, 0]);
});

test("quick: a storage full of nonsense is no error", () => {
  localStorage.setItem("coding.quick.p.ana", "}");
  equal(quickOf().slots[0], "safety");
});
