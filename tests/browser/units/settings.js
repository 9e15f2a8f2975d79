import { listenToKeys } from "/desk/input/keys.js";
import { Settings } from "/desk/view/settings.js";
import { h } from "/common/view/dom.js";
import { equal, test } from "./harness.js";

// A desk as far as its settings reach, on an interview that is `data`; what it says and where it goes.
function deskOf(data) {
  const edge = h("div", {});
  const root = h("div", {}, h("div", {}, edge));
  document.body.replaceChildren(root);
  const heard = [];
  const nothing = () => {};
  const desk = {
    root, edge, heard, data: { id: "t1", ...data }, selection: {}, travel: { turn: (page) => heard.push(page) },
    tell: (words) => heard.push(words), sight: { steadily: (change) => change() }, margin: { redrawAll: nothing },
    overview: { changed: nothing }, handles: { show: nothing },
    listen: (target, kind, hear, capture) => target.addEventListener(kind, hear, { capture, signal: desk.ended.signal }),
    ended: new AbortController(),
  };
  desk.settings = new Settings(desk);
  listenToKeys(desk);
  return desk;
}

function press(desk, key, more = {}) {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  return [desk.root.classList.contains("cd-beside"), desk.settings.kept.parallel, ...desk.heard.splice(0)];
}

test("settings: t lays the translation beside and takes it away, and the browser keeps it", () => {
  const desk = deskOf({ parallel: { id: "t2" } });
  equal(press(desk, "t"), [true, true]);
  equal(JSON.parse(localStorage.getItem("coding.desk")).parallel, true);
  equal(press(desk, "е", { code: "KeyT" }), [false, false], "the same key in Cyrillic");
  equal(press(desk, "t", { ctrlKey: true }), [false, false], "a new tab of the browser");
  desk.ended.abort();
});

test("settings: t where nothing stands beside says so, and leads to where a bilingual text is split", () => {
  const alone = deskOf({});
  equal(press(alone, "t"), [false, false, "There is no translation of this transcript."]);
  alone.ended.abort();
  const both = deskOf({ id: "a b", bilingual: true });
  equal(press(both, "t"), [false, false, "transcripts?transcript=a%20b"]);
  both.ended.abort();
});
