import { h } from "/common/view/dom.js";
import { Hits } from "/desk/view/hits.js";
import { hub } from "/desk/wire/hub.js";
import { equal, test } from "./harness.js";

const moment = () => new Promise((done) => setTimeout(done, 0));

// A search over one interview, and what answers it: [start, why it cannot be coded] of each place.
function searching(project) {
  const desk = {
    data: { project, transcripts: [["t1", "One"]] },
    model: { view: { codes: new Map([["fear", {}], ["calm", {}]]) }, style: () => ({}), name: (code) => code },
    card: {}, reading: { wanted: { codes: ["fear"] } }, quick: { use: () => {} }, push: () => {}, tell: () => {},
    scroller: h("div"),
  };
  const hits = new Hits(desk);
  hub.wire = () => {};
  const answer = async (...places) => {
    const { ask } = hub.asks.get("hits");
    const told = places.map(([start, why = ""]) => ["t1", 1, start, start + 4, "fear", [[0, 4]], "", why, ""]);
    hub.receive({ answers: [{ id: ask.id, total: places.length, places: told }], rev: 0, ack: [] });
    await moment();
  };
  const boxes = () => [...hits.list.querySelectorAll("input")].map((box) => (box.disabled ? "-" : box.checked ? "x" : "o")).join("");
  return { hits, answer, boxes };
}

test("hits: a late answer for another code leaves ticked what it can still be put on", async () => {
  const { hits, answer, boxes } = searching("one");
  hits.look("fear");
  await answer([0], [10], [20]);
  for (const box of [...hits.list.querySelectorAll("input")].slice(0, 2)) {
    box.checked = true;
    hits.tick(box);
  }
  hits.take("calm");
  equal(boxes(), "xxo");
  await answer([0], [10, "coded"], [20]);
  equal(boxes(), "x-o");
  hits.input.value = "other words";
  hits.ask();
  await answer([0], [30]);
  equal(boxes(), "oo");
});

test("hits: an answer on its way does not free what was coded meanwhile", async () => {
  const { hits, answer, boxes } = searching("two");
  hits.look("fear");
  await answer([0], [10]);
  hits.tickAll(true, hits.places);
  hits.ask();
  hits.apply();
  equal(boxes(), "--");
  await answer([0], [10]);
  equal(boxes(), "--");
});

test("hits: Esc in the field of words leaves it, and the words in it above their hits", async () => {
  const { hits, answer } = searching("escape");
  hits.look("rent");
  await answer([0]);
  const key = new KeyboardEvent("keydown", { key: "Escape", cancelable: true });
  hits.input.dispatchEvent(key);
  equal([key.defaultPrevented, hits.input.value, hits.list.querySelectorAll("input").length], [true, "rent", 1]);
});
