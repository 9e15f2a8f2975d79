// What stands in which order, what is left out, and what of it Python does not know yet.

export class Order {
  constructor(data, send) {
    this.send = send;
    this.count = Date.now();
    this.waiting = 0;
    this.headings = 0;
    this.set(data);
  }

  // Returns whether anything is to be drawn anew. While somebody types, nothing is: what others did
  // meanwhile is then told by Python, which knows the version that the list was made of.
  take(data, typing) {
    if (data.ack < this.waiting) {
      this.version = data.version;
      return false;
    }
    this.waiting = 0;
    const same = signature(data.items, data.left) === signature(this.items, this.left);
    const anew = !same || data.chosen !== this.chosen;
    if (same) Object.assign(this, { version: data.version, chosen: data.chosen });
    else if (!typing) this.set(data);
    return anew && !typing;
  }

  set({ items, left, version, chosen }) {
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

  takeBack() {
    this.say(null);
  }

  say(items = this.items.map(({ key, kind, text }) => (kind === "row" ? { question: key } : { heading: text }))) {
    this.waiting = ++this.count;
    this.send({ n: this.waiting, version: this.version, items });
  }
}

function signature(items, left) {
  const told = ({ key, kind, text, note }) => [kind, kind === "row" ? key : "", text, note];
  return JSON.stringify([items.map(told), left.map(told).sort()]);
}
