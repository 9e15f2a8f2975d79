// What stands in which order, what is left out, and what of it Python does not know yet.

export const NEW = "New heading";

export class Order {
  constructor(data) {
    this.count = Date.now();
    this.acts = []; // not acknowledged yet: all are sent again, so that none is run into another
    this.headings = 0;
    this.unkept = []; // headings that were refused with the list they stood in
    this.told = true;
    this.at = undefined; // the item that has the focus
    this.typed = null; // the heading whose field somebody is in, and what stands in the field
    this.set(data);
  }

  // Returns whether anything is to be drawn anew. While the list is in somebody's hands nothing is:
  // what Python says then waits for `release`, and the list keeps the version that it was made of,
  // by which Python knows what others did meanwhile.
  take(data, busy) {
    const last = this.acts.at(-1)?.n;
    this.acts = this.acts.filter(({ n }) => n > data.ack);
    if (this.acts.length) return false;
    const refused = last && data.refused === last ? this.refusedHeadings(data) : [];
    this.unkept.push(...refused);
    this.told = refused.length === 0;
    this.held = busy ? data : null;
    return !busy && this.settle(data);
  }

  // Take what had to wait. What was done meanwhile has an answer of its own to come.
  release() {
    const { held } = this;
    this.held = null;
    return Boolean(held) && !this.acts.length && this.settle(held);
  }

  settle(data) {
    const same = signature(data.items, data.left) === signature(this.items, this.left);
    const anew = !same || data.chosen !== this.chosen || !this.told;
    this.told = true;
    if (same) Object.assign(this, { version: data.version, chosen: data.chosen, known: headings(data.items) });
    else this.set(data);
    return anew;
  }

  // What somebody wrote here that neither stood there before nor stands there now.
  refusedHeadings(data) {
    const there = [...this.known, ...headings(data.items), ...this.unkept.map(({ text }) => text), NEW];
    return this.items.flatMap(({ kind, text }, at) => (
      kind === "heading" && !there.includes(text)
        ? [{ text, before: this.items.slice(at).find((item) => item.kind === "row")?.key }]
        : []));
  }

  set({ items, left, version, chosen }) {
    this.known = headings(items);
    this.items = items.map((item) => ({ ...item }));
    this.left = left.map((item) => ({ ...item }));
    this.version = version;
    this.chosen = chosen;
  }

  get rows() {
    return this.items.filter(({ kind }) => kind === "row").length;
  }

  place(key) {
    return this.items.findIndex((item) => item.key === key);
  }

  // Move an item so that it stands at a place among the others.
  move(key, to) {
    const from = this.place(key);
    const at = Math.max(0, Math.min(to, this.items.length - 1));
    if (from < 0 || from === at) return false;
    const [item] = this.items.splice(from, 1);
    this.items.splice(at, 0, item);
    this.say();
    return true;
  }

  leaveOut(key) {
    const [item] = this.items.splice(this.place(key), 1);
    if (item.kind === "row") this.left.push(item);
    this.say();
  }

  bringIn(key) {
    const [item] = this.left.splice(this.left.findIndex((each) => each.key === key), 1);
    this.items.push(item);
    this.say();
  }

  // A new heading stands before an item, or at the end.
  head(text, before) {
    const at = before ? this.place(before) : this.items.length;
    const key = `new heading ${++this.headings}`;
    this.items.splice(at < 0 ? this.items.length : at, 0, { key, kind: "heading", text, note: "" });
    this.say();
    return key;
  }

  rename(key, text) {
    const item = this.items[this.place(key)];
    if (!item || item.text === text || !text.trim()) return;
    item.text = text.trim();
    this.say();
  }

  putAgain(heading) {
    this.letGo(heading);
    return this.head(heading.text, heading.before);
  }

  letGo(heading) {
    this.unkept = this.unkept.filter((other) => other !== heading);
  }

  takeBack() {
    this.say(null);
  }

  say(items = this.items.map(({ key, kind, text }) => (kind === "row" ? { question: key } : { heading: text }))) {
    this.held = null;
    this.acts.push({ n: ++this.count, version: this.version, items });
    this.send([...this.acts]);
  }
}

function headings(items) {
  return items.filter(({ kind }) => kind === "heading").map(({ text }) => text);
}

function signature(items, left) {
  const told = ({ key, kind, text, note }) => [kind, kind === "row" ? key : "", text, note];
  return JSON.stringify([items.map(told), left.map(told).sort()]);
}
