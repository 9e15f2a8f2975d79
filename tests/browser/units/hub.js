import { Hub } from "/desk/wire/hub.js";
import { equal, test } from "./harness.js";

const HERE = { coder: "ana", transcript: "t1", rev: 5 };
const moment = () => new Promise((done) => setTimeout(done, 0));

// A hub of its own whose outboxes and news are written down.
function wired({ attached = true } = {}) {
  const hub = new Hub();
  const sent = [];
  const told = [];
  const waited = [];
  const desk = { news: (...news) => told.push(news), waiting: (age) => waited.push(age) };
  hub.wire = (outbox) => sent.push(outbox);
  if (attached) hub.attach(desk, HERE);
  return { hub, sent, told, waited, desk };
}

const reply = (hub, parts) => ({ transcript: "t1", rev: 5, since: 5, ack: [], refused: [], ...parts });

test("hub: operations of one moment travel together, in their order", async () => {
  const { hub, sent } = wired();
  await moment();
  const before = sent.length;
  const [first, second] = [hub.push({ kind: "remove" }), hub.push({ kind: "undo" })];
  await moment();
  equal(sent.length, before + 1);
  equal(sent.at(-1).ops.map(({ id }) => id), [first.id, second.id]);
  equal([sent.at(-1).rev, sent.at(-1).coder, sent.at(-1).transcript], [5, "ana", "t1"]);
});

test("hub: half of a letter, which nothing could store, is said to be lost", async () => {
  const { hub, sent } = wired();
  const memo = { text: "cut \ud83d here, whole \ud83d\ude00", tags: ["\udc00"], starred: true, code: null };
  hub.push({ kind: "memo", memo });
  await moment();
  const told = { text: "cut \ufffd here, whole \ud83d\ude00", tags: ["\ufffd"], starred: true, code: null };
  equal(sent.at(-1).ops[0].memo, told);
});

test("hub: what is not acknowledged is sent again", async () => {
  const { hub, sent } = wired();
  hub.push({ kind: "undo" });
  await moment();
  const before = sent.length;
  hub.retry();
  await moment();
  equal(sent.length, before, "nothing is late yet");
  hub.sent = -Infinity;
  hub.retry();
  await moment();
  equal([sent.length, sent.at(-1).ops.length], [before + 1, 1]);
});

test("hub: what is acknowledged leaves the outbox, what is refused too, with the reason", () => {
  const { hub, told } = wired();
  const [done, not, open] = ["a", "b", "c"].map((code) => hub.push({ kind: "recode", code }));
  hub.receive(reply(hub, { rev: 6, ack: [done.id], refused: [{ id: not.id, message: "no", hint: "" }] }));
  equal(hub.ops.map(({ id }) => id), [open.id]);
  const [news, settled, failed] = told.at(-1);
  equal([news.rev, settled.map(({ id }) => id), failed.map(([op, why]) => [op.id, why.message])], [6, [done.id], [[not.id, "no"]]]);
  equal(hub.rev, 6);
});

test("hub: what was shown and passed goes along until it is heard of", async () => {
  const { hub, sent } = wired();
  hub.pass([[3, 9, ["fear"]]]);
  hub.push({ kind: "undo" });
  await moment();
  const [[id, coder, rows]] = sent.at(-1).seen;
  equal([coder, rows], ["ana", [["t1", 3, 9, ["fear"]]]]);
  hub.receive(reply(hub, { seen: ["another"] }));
  equal([...hub.passed.keys()], [id]);
  hub.receive(reply(hub, { seen: [id] }));
  equal(hub.passed.size, 0);
});

test("hub: a reload brings the outbox back", () => {
  const { hub } = wired();
  const { id } = hub.push({ kind: "undo" });
  equal(new Hub().ops.map((op) => [op.id, op.kind]), [[id, "undo"]]);
});

test("hub: a storage full of nonsense is no error", () => {
  sessionStorage.setItem("coding.outbox", "{");
  equal(new Hub().ops, []);
});

test("hub: without a wire nothing is lost", async () => {
  const { hub, sent } = wired();
  await moment();
  const before = sent.length;
  const { wire } = hub;
  hub.wire = null;
  const { id } = hub.push({ kind: "undo" });
  await moment();
  equal(sent.length, before);
  hub.wire = wire;
  hub.flush();
  await moment();
  equal(sent.at(-1).ops.map((op) => op.id), [id]);
});

test("hub: an older reply and one for another page tell nothing, but their acknowledgements count", () => {
  const { hub, told } = wired();
  for (const other of [{ transcript: "t2", rev: 9 }, { rev: 4, since: 3 }, { rev: 9, since: 8 }]) {
    const op = hub.push({ kind: "undo" });
    hub.receive(reply(hub, { ...other, ack: [op.id] }));
    equal([told.at(-1)[0], told.at(-1)[1].length, hub.ops.length, hub.rev], [null, 1, 0, 5]);
  }
});

test("hub: trouble is told to the desk and refuses nothing", () => {
  const { hub, waited } = wired();
  hub.push({ kind: "undo" });
  hub.receive({ trouble: "the disk is full" });
  equal([hub.trouble, hub.ops.length, waited.length], ["the disk is full", 1, 1]);
});

test("hub: a question is answered once, and a later one of its kind takes its place", async () => {
  const { hub, sent } = wired();
  const heard = [];
  hub.ask("search", { query: "old" }).then((told) => heard.push(told.hits));
  hub.ask("search", { query: "new" }).then((told) => heard.push(told.hits));
  await moment();
  const [ask] = sent.at(-1).asks;
  equal([sent.at(-1).asks.length, ask.kind, ask.query], [1, "search", "new"]);
  for (const hits of [1, 2]) hub.receive(reply(hub, { answers: [{ id: ask.id, hits }] }));
  await moment();
  equal([heard, hub.asks.size], [[1], 0]);
});

test("hub: a lazy question waits until nothing is left to save", async () => {
  const { hub, sent } = wired();
  const op = hub.push({ kind: "undo" });
  hub.ask("proposals", {}, { lazy: true });
  await moment();
  equal(sent.at(-1).asks, []);
  hub.receive(reply(hub, { ack: [op.id] }));
  hub.flush();
  await moment();
  equal(sent.at(-1).asks.length, 1);
});

test("hub: questions of a transcript are forgotten with it", () => {
  const { hub, desk } = wired();
  hub.ask("search", { query: "rent" });
  hub.attach(desk, { ...HERE, transcript: "t2" });
  equal(hub.asks.size, 0);
});

test("hub: what is answered later is asked again soon", async () => {
  const { hub, sent } = wired();
  hub.ask("proposals", { from: 0, to: 9 });
  await moment();
  const [before, [ask]] = [sent.length, sent.at(-1).asks];
  hub.receive(reply(hub, { answers: [], later: sent.at(-1).n }));
  await new Promise((done) => setTimeout(done, 600));
  equal(sent.length > before, true);
  equal(sent.at(-1).asks[0].id, ask.id);
});

test("hub: the place is told until it was heard, at once when the transcript is left", async () => {
  const { hub, sent, desk } = wired();
  hub.place(12);
  const before = sent.length;
  hub.detach(desk);
  equal([sent.length, sent.at(-1).place, hub.desk], [before + 1, ["t1", 12], null]);
  hub.attach(desk, { ...HERE, transcript: "t2" });
  await moment();
  equal(sent.at(-1).place, ["t1", 12], "a message that was lost is no loss");
  hub.receive(reply(hub, { transcript: "t2" }));
  equal(hub.pendingPlace?.turn, 12, "a reply to something else says nothing of it");
  hub.receive(reply(hub, { transcript: "t2", placed: ["t1", 12] }));
  equal(hub.pendingPlace, null);
});

test("hub: a desk that is not the open one cannot end it", () => {
  const { hub, desk } = wired();
  hub.detach({});
  equal(hub.desk === desk, true);
});

test("hub: that nothing can be saved is told to the desk when it begins and when it ends", () => {
  const { hub, waited } = wired();
  hub.receive({ closed: "the disk is full" });
  hub.receive({ closed: "the disk is full" });
  equal([hub.closed, waited.length], ["the disk is full", 1]);
  hub.receive(reply(hub, {}));
  equal([hub.closed, waited.length], ["", 2]);
});

test("hub: while the mouse is held down an answer waits, and is told once it is let go", async () => {
  const { hub, sent } = wired();
  const heard = [];
  hub.ask("search", { query: "calm" }).then((told) => heard.push(told.hits));
  await moment();
  hub.held = true;
  hub.receive(reply(hub, { answers: [{ id: sent.at(-1).asks[0].id, hits: 1 }] }));
  await moment();
  equal([heard, hub.asks.size], [[], 0]);
  hub.letGo();
  await moment();
  equal([heard, hub.held], [[1], false]);
});
