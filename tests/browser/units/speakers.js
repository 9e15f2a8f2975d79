// What the preview of files shows at once, before Python has answered.

import { Model } from "/speakers/state/model.js";
import { whose } from "/speakers/view/list.js";
import { Outbox } from "/common/state/outbox.js";
import { equal, test } from "./harness.js";

function speaker(name, role = "participant", turns = 2) {
  return { name, label: name, role, participant: "", turns, words: 10 * turns };
}

function file(key, state, cast = [speaker("I", "interviewer"), speaker("Mila"), speaker("Mila?", "other", 1)]) {
  return { key, name: `${key}.txt`, state, cast, doubts: [], participant: "" };
}

function data(files, more = {}) {
  return { mode: "batch", files, people: [], chosen: files[0].key, text: null, each: true, ...more };
}

test("speakers: files stand in the order of their groups, and next stops at the ends", () => {
  const model = new Model(data([file("a", "ready"), file("b", "asks"), file("c", "bad")], { chosen: "b" }));
  equal(model.order, ["b", "c", "a"]);
  equal([model.beside(-1), model.beside(1)], ["b", "c"]);
});

test("speakers: a name that exists joins, with the turns of both, and is looked at", () => {
  const model = new Model(data([file("a", "ready")]));
  model.speaker = 2;
  model.play({ kind: "rename", file: "a", speaker: "Mila?", name: "Mila" });
  equal(model.file.cast.map(({ name, turns, role }) => [name, turns, role]), [["I", 2, "interviewer"], ["Mila", 3, "participant"]]);
  equal(model.speaker, 1);
});

test("speakers: what Python has not heard of yet is played again on what it says", () => {
  const model = new Model(data([file("a", "ready")]));
  const act = { kind: "role", file: "a", speaker: "Mila", role: "interviewer", n: 1 };
  model.take(data([file("a", "ready")]), [act]);
  equal(model.file.cast[1].role, "interviewer");
  model.take(data([file("a", "ready")]), []);
  equal(model.file.cast[1].role, "participant");
});

test("speakers: a file that is gone gives way to the one that Python names", () => {
  const model = new Model(data([file("a", "asks"), file("b", "ready")], { chosen: "b" }));
  model.take(data([file("a", "asks")]), []);
  equal(model.chosen, "a");
});

test("speakers: of two quick clicks both are sent until Python has heard of them", () => {
  const sent = [];
  const outbox = new Outbox((acts) => sent.push(acts.map(({ kind }) => kind)));
  const first = outbox.push({ kind: "role", role: "half \ud83d" });
  equal(first.role, "half \ufffd");
  const second = outbox.push({ kind: "rename" });
  equal(sent, [["role"], ["role", "rename"]]);
  outbox.settle(first.n);
  equal(outbox.acts.map(({ n }) => n), [second.n]);
});

test("speakers: the next file that asks is the one after, from the last one on to the first", () => {
  const files = [file("a", "asks"), file("b", "asks"), file("c", "ready")];
  const model = new Model(data(files, { chosen: "a" }));
  equal(model.nextAsking, "b");
  model.chosen = "b";
  equal(model.nextAsking, "a");
  model.chosen = "c";
  equal(model.nextAsking, "a");
  equal(new Model(data([file("a", "asks"), file("c", "ready")])).nextAsking, undefined);
  equal(new Model(data([file("c", "ready")])).nextAsking, undefined);
});

test("speakers: a file of several people says who they are, one that is with somebody says that", () => {
  const named = (name, participant) => ({ ...speaker(name), participant });
  const label = (id) => (id === "P2" ? "P2 · Mila" : id);
  const cast = [speaker("I", "interviewer"), named("Mila", "P2"), named("Oto", "P3"), named("Mila K.", "P2")];
  equal(whose(file("a", "ready", cast), label), "P2 · Mila, P3");
  equal(whose({ ...file("a", "ready", cast), participant: "P2", fresh: true }, label), "P2 · Mila, new");
  equal(whose(file("a", "ready"), label), "");
});
