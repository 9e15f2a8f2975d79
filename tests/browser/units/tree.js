import { joined } from "/desk/state/drafts.js";
import { listed, sortedTree } from "/desk/view/tree.js";
import { equal, test } from "./harness.js";
import { modelOf } from "./interview.js";

const CODES = [["life", "Daily life", ""], ["safety", "Safety", "life"], ["night", "Streets by night", "safety"], ["fear", "Fear", ""]];
const { codes } = modelOf({ codes: CODES });
const ids = (closed, wanted) => listed(codes, new Set(closed), wanted).map(({ id }) => id);

test("tree: everything is listed where nothing is closed and nothing looked for", () => {
  equal(ids([], ""), ["life", "safety", "night", "fear"]);
});

test("tree: a closed theme hides all that stands below it, at whatever depth", () => {
  equal(ids(["life"], ""), ["life", "fear"]);
  equal(ids(["safety"], ""), ["life", "safety", "fear"]);
});

test("tree: who looks for a code finds it below a closed theme too", () => {
  equal(ids(["life"], "night"), ["night"]);
  equal(ids(["life"], " NIGHT "), ["night"]);
});

test("tree: definitions and keywords are looked through, examples are not", () => {
  const told = codes.map((code) => ({ ...code, definition: `what ${code.name} is`, keywords: code.id === "fear" ? ["Afraid"] : [], examples: ["zebra"] }));
  const found = (wanted) => listed(told, new Set(), wanted).map(({ id }) => id);
  equal([found("afraid"), found("what safety"), found("zebra")], [["fear"], ["safety"], []]);
});

test("tree: in another order each code is still followed by those below it", () => {
  const names = sortedTree(codes, (a, b) => a.name.localeCompare(b.name)).map(({ id }) => id);
  equal(names, ["life", "safety", "night", "fear"]);
  const backwards = sortedTree(codes, (a, b) => b.name.localeCompare(a.name)).map(({ id }) => id);
  equal(backwards, ["fear", "life", "safety", "night"]);
});

test("fields: what two wrote in a list of a code is put together entry by entry, a text is not", () => {
  const lists = ["include", "exclude", "keywords", "examples", "indicators"];
  equal(lists.map((field) => joined(field, "a\nb", "b\nc")), lists.map(() => "b\nc\na"));
  equal([joined("definition", "a", "b"), joined("name", "a", "b"), joined("name", "a", "")], ["b\n\na", "b / a", "a"]);
});
