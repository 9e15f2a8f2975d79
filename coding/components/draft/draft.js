// The draft as text. It is built once for a draft; a new choice or decision only changes classes.

const views = new WeakMap();
const RANK = { error: 0, check: 1, info: 2, fine: 3, none: 4 };

// Called by Streamlit on mounting and whenever its data changes.
export default function mount({ data, parentElement, setStateValue }) {
  const old = views.get(parentElement);
  if (old?.draft === data.draft && old.root.isConnected) {
    old.setStateValue = setStateValue;
    old.take(data);
  } else {
    old?.stop();
    views.set(parentElement, new DraftView(data, parentElement, setStateValue));
  }
  return () => {
    // Streamlit also calls this before it mounts again: only a view that is gone is stopped.
    setTimeout(() => {
      const view = views.get(parentElement);
      if (view && !view.root.isConnected) {
        view.stop();
        views.delete(parentElement);
      }
    }, 0);
  };
}

class DraftView {
  constructor(data, parent, setStateValue) {
    Object.assign(this, { draft: data.draft, setStateValue, count: 0 });
    this.ending = new AbortController();
    this.marks = new Map(); // item id → the elements of its words
    this.root = document.createElement("div");
    this.root.className = "dv-root";
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", "The draft");
    this.build(data.paragraphs);
    parent.querySelector(".dv-root")?.remove();
    parent.append(this.root);
    this.take(data);
    this.root.addEventListener("click", (event) => this.clicked(event));
    addEventListener("keydown", (event) => this.pressed(event), { signal: this.ending.signal });
  }

  stop() {
    this.ending.abort();
    this.root.remove();
  }

  build(paragraphs) {
    let table = null;
    let row = null;
    for (const { kind, table: of, row: number, pieces } of paragraphs) {
      if (kind !== "cell") table = null;
      else if (table?.dataset.of !== String(of)) {
        table = document.createElement("table");
        table.dataset.of = of;
        row = null;
        this.root.append(table);
      }
      if (table && row?.dataset.number !== String(number)) {
        row = table.insertRow();
        row.dataset.number = number;
      }
      const tag = { heading: "h3", quote: "blockquote", note: "p" }[kind] ?? "p";
      const element = table ? row.insertCell() : document.createElement(tag);
      element.classList.add(`dv-${kind}`);
      for (const [words, ids] of pieces) element.append(this.piece(words, ids));
      if (!table) this.root.append(element);
    }
  }

  piece(words, ids) {
    if (!ids.length) return document.createTextNode(words);
    const mark = document.createElement("span");
    mark.className = "dv-mark";
    mark.dataset.ids = ids.join(" ");
    mark.textContent = words;
    for (const id of ids) {
      if (!this.marks.has(id)) this.marks.set(id, []);
      this.marks.get(id).push(mark);
    }
    return mark;
  }

  take(data) {
    this.items = data.items;
    this.order = data.order;
    for (const mark of this.root.querySelectorAll(".dv-mark")) {
      const top = this.top(mark.dataset.ids.split(" "));
      const { level, settled, name } = this.items[top];
      mark.className = `dv-mark dv-${level}${settled ? " dv-settled" : ""}`;
      mark.title = name;
    }
    this.show(data.chosen);
  }

  // Of several at one place what weighs most, and of those the shortest.
  top(ids) {
    const ranks = (id) => [this.items[id].settled ? 1 : 0, RANK[this.items[id].level], this.length(id)];
    return ids.reduce((a, b) => {
      const [x, y] = [ranks(a), ranks(b)];
      const at = x.findIndex((rank, n) => rank !== y[n]);
      return at < 0 || x[at] <= y[at] ? a : b;
    });
  }

  length(id) {
    return (this.marks.get(id) ?? []).reduce((sum, mark) => sum + mark.textContent.length, 0);
  }

  show(id) {
    const changed = id !== this.chosen;
    this.chosen = id;
    for (const mark of this.root.querySelectorAll(".dv-chosen")) mark.classList.remove("dv-chosen");
    const marks = this.marks.get(id) ?? [];
    for (const mark of marks) mark.classList.add("dv-chosen");
    if (changed && marks.length) {
      const top = marks[0].offsetTop - this.root.clientHeight / 3;
      this.root.scrollTo({ top, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }

  choose(id) {
    if (!id) return;
    this.show(id);
    this.setStateValue("chosen", id);
  }

  // A second click on the same words goes on to what else stands there.
  clicked(event) {
    const mark = event.target.closest(".dv-mark");
    if (!mark) return;
    const ids = mark.dataset.ids.split(" ");
    const at = ids.indexOf(this.chosen);
    this.choose(at < 0 ? this.top(ids) : ids[(at + 1) % ids.length]);
  }

  step(by) {
    const { order } = this;
    if (!order.length) return;
    const at = order.indexOf(this.chosen);
    this.choose(at < 0 ? order[by > 0 ? 0 : order.length - 1] : order[(at + by + order.length) % order.length]);
  }

  pressed(event) {
    if (!this.root.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=combobox]")) return;
    const verdict = { f: "fixed", o: "not ours", a: "accepted", r: "reopen" }[event.key];
    if (event.key === "n" || event.key === "j") this.step(1);
    else if (event.key === "p" || event.key === "k") this.step(-1);
    else if (verdict === "accepted") document.querySelector("[class*=st-key-why] input")?.focus();
    else if (verdict && this.chosen) {
      this.setStateValue("decided", { id: this.chosen, verdict, n: ++this.count, at: Date.now() });
    } else return;
    event.preventDefault();
  }
}
