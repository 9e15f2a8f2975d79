import { Early } from "/desk/wire/early.js";
import { equal, test } from "./harness.js";

function pressed(early) {
  const element = document.createElement("div");
  const keys = [];
  element.addEventListener("keydown", ({ key, shiftKey }) => keys.push(shiftKey ? `shift ${key}` : key));
  early.press(element);
  return keys;
}

const key = (letter, more = {}) => ({ key: letter, code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

test("early: keys that show something are pressed once the desk is there, in order, once", () => {
  const early = new Early(() => 0);
  for (const event of [key("t"), key("G", { shiftKey: true })]) early.keep(event);
  equal(pressed(early), ["t", "shift G"]);
  equal(pressed(early), []);
});

test("early: what would code, decide or undo is not kept, nor what was long ago", () => {
  let now = 0;
  const early = new Early(() => now);
  for (const event of [key("1"), key("q"), key("c"), key("z", { ctrlKey: true }), key("Backspace"), key("j")]) early.keep(event);
  now = 9000;
  early.keep(key("k"));
  equal(pressed(early), ["k"]);
});
