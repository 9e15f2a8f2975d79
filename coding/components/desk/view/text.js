// Draw the turns and their codings, and tell which characters of the text a place on the
// screen stands for. Only the turns that changed are drawn again.

import { h } from "../../common/view/dom.js";
import { BesideView } from "./beside.js";

const BLOCK = 8; // turns that are laid out together once one of them is near the window
const STRIPES = 3;

export class TextView {
  constructor(desk) {
    this.desk = desk;
    this.model = desk.model;
    this.starts = new WeakMap(); // text node → its first character
    this.turnElements = [];
    this.bodies = [];
    this.drawn = []; // turn → its parts as they stand on the screen
    this.byTurn = this.model.turns.map(() => new Set());
    this.placed = new Map(); // coding → [first turn, last turn]
    this.element = h("div", { className: "cd-turns" });
    this.blocks = [];
    this.beside = new BesideView(desk);
  }

  build() {
    const { turns } = this.model;
    this.beside.forget();
    for (const coding of this.model.visible()) this.place(coding);
    for (let from = 0; from < turns.length; from += BLOCK) {
      const block = h("div", { className: "cd-block" });
      const to = Math.min(from + BLOCK, turns.length);
      let height = 0;
      for (let i = from; i < to; i++) {
        block.append(this.turn(i));
        height += 26 + 29 * Math.ceil((turns[i].end - turns[i].start) / 72);
      }
      block.style.containIntrinsicSize = `auto ${height}px`;
      block.append(h("div", { className: "cd-margin" }));
      this.blocks.push({ element: block, from, to });
      this.element.append(block);
    }
  }

  // Give the block of a turn its height, in sight or not: where it is only estimated, what stands
  // in it is measured as if it lay over the block that follows, and is never scrolled to.
  open(i) {
    const { element } = this.blocks.find(({ to }) => i < to) ?? this.blocks.at(-1);
    if (element === this.opened) return;
    this.opened?.classList.remove("cd-open");
    this.opened = element;
    element.classList.add("cd-open");
  }

  // Draw everything anew: turns begin or end elsewhere.
  rebuild() {
    Object.assign(this, {
      starts: new WeakMap(), turnElements: [], bodies: [], drawn: [], blocks: [], placed: new Map(),
      byTurn: this.model.turns.map(() => new Set()),
    });
    this.element.replaceChildren();
    this.build();
  }

  // Draw the speakers anew, and nothing else.
  rename() {
    this.model.turns.forEach((turn, i) => {
      const element = this.turnElements[i];
      const speech = element.querySelector(".cd-speech");
      speech.querySelector(".cd-speaker")?.remove();
      const head = this.head(turn);
      if (head) speech.prepend(head);
      this.side(element, turn, head);
    });
  }

  // The first character of the turn at the top of the window.
  topUnit() {
    const i = this.desk.sight.topTurn();
    return this.starts.get(firstText(this.bodies[i])) ?? 0;
  }

  // Who says a turn, and when; a menu on the name corrects it.
  head(turn) {
    const { number, speaker, role } = turn;
    const clock = this.desk.player.head(turn);
    if (!speaker && !clock && role !== "u") return null;
    return h(
      "div", { className: "cd-speaker" },
      speaker || role === "u"
        ? h(
            "button",
            {
              type: "button", tabIndex: -1, className: `cd-says${speaker ? "" : " cd-unknown"}`,
              title: "Correct who speaks (S)", "aria-haspopup": "menu",
              "aria-label": `${speaker || "who speaks?"}, turn ${number}: correct who speaks`,
            },
            speaker || "who speaks?",
          )
        : null,
      clock,
    );
  }

  side(element, { role }, head) {
    element.className = element.className.replace(/cd-role-\w|cd-nobody/g, "").trim();
    element.classList.add(`cd-role-${role}`);
    element.classList.toggle("cd-nobody", !head);
  }

  turn(i) {
    const turn = this.model.turns[i];
    const body = h("div", { className: "cd-words", dir: "auto", lang: this.model.data.language || undefined });
    this.bodies[i] = body;
    this.paint(i);
    const head = this.head(turn);
    const element = h(
      "div",
      { className: "cd-turn", id: `cd-turn-${turn.number}`, dataset: { i } },
      h(
        "div",
        { className: "cd-gutter" },
        h(
          "button",
          {
            type: "button", className: "cd-number", tabIndex: -1,
            title: "Select the turn; right-click for more",
            "aria-label": `Turn ${turn.number}${turn.speaker ? `, ${turn.speaker}` : ""}`,
          },
          String(turn.number),
        ),
        h("span", { className: "cd-memo-mark" }),
      ),
      h(
        "div",
        { className: "cd-speech" },
        head,
        body,
      ),
      this.model.data.parallel ? this.beside.cell(i) : null,
    );
    this.side(element, turn, head);
    this.turnElements[i] = element;
    return element;
  }

  // ── painting ──

  place(coding) {
    const first = this.model.turnAt(coding.start);
    const last = this.model.turnAt(coding.end - 1);
    for (let i = first; i <= last; i++) this.byTurn[i].add(coding.id);
    this.placed.set(coding.id, [first, last]);
    return [first, last];
  }

  // Bring the drawing in line with codings that were added, changed or removed.
  refresh(codings) {
    const dirty = new Set();
    const touch = ([first, last]) => {
      for (let i = first; i <= last; i++) dirty.add(i);
    };
    for (const id of new Set(codings.map((c) => c.id))) {
      const old = this.placed.get(id);
      if (old) {
        touch(old);
        for (let i = old[0]; i <= old[1]; i++) this.byTurn[i].delete(id);
        this.placed.delete(id);
      }
      const coding = this.model.view.codings.get(id);
      if (coding && this.model.shown(coding)) touch(this.place(coding));
    }
    for (const i of dirty) this.paint(i);
    this.beside.refresh(codings);
    return dirty;
  }

  // Show codings as saved, or as waiting again, without drawing their turns anew.
  settle(ids) {
    const { codings } = this.model.view;
    this.beside.refresh(ids.map((id) => ({ id }))); // where they stand there is known by now
    for (const id of ids) {
      const [first, last] = this.placed.get(id) || [0, -1];
      for (let i = first; i <= last; i++) {
        for (const mark of this.bodies[i].querySelectorAll(`[data-ids~="${id}"]`)) {
          const waiting = mark.dataset.ids.split(" ").some((key) => codings.get(key)?.pending);
          mark.classList.toggle("cd-pending", waiting);
        }
      }
    }
  }

  refreshAll() {
    for (const set of this.byTurn) set.clear();
    const before = this.placed;
    this.placed = new Map();
    const dirty = new Set();
    for (const range of before.values()) for (let i = range[0]; i <= range[1]; i++) dirty.add(i);
    for (const coding of this.model.visible()) {
      const [first, last] = this.place(coding);
      for (let i = first; i <= last; i++) dirty.add(i);
    }
    for (const i of dirty) this.paint(i);
    this.beside.refreshAll();
  }

  paint(i) {
    const { turns, view } = this.model;
    const turn = turns[i];
    const codings = [...this.byTurn[i]]
      .map((id) => view.codings.get(id))
      .filter(Boolean)
      .sort((a, b) => a.start - b.start || b.end - a.end);
    const cuts = new Set([turn.start, turn.end]);
    for (const { start, end } of codings) {
      if (start > turn.start && start < turn.end) cuts.add(start);
      if (end > turn.start && end < turn.end) cuts.add(end);
    }
    const edges = [...cuts].sort((a, b) => a - b);
    const parts = [];
    for (let k = 0; k + 1 < edges.length; k++) {
      const on = codings.filter((c) => c.start <= edges[k] && c.end >= edges[k + 1]);
      parts.push({ from: edges[k], to: edges[k + 1], on, look: this.look(edges[k], edges[k + 1], on) });
    }
    this.patch(i, parts);
  }

  // Put only those parts of a turn in anew that look different from before.
  patch(i, parts) {
    const old = this.drawn[i] || [];
    let same = 0;
    while (same < old.length && same < parts.length && old[same].look === parts[same].look) same++;
    let tail = 0;
    const most = Math.min(old.length, parts.length) - same;
    while (tail < most && old[old.length - 1 - tail].look === parts[parts.length - 1 - tail].look) tail++;
    const fresh = parts.slice(same, parts.length - tail);
    for (const part of fresh) {
      const node = document.createTextNode(this.model.text.slice(part.from, part.to));
      this.starts.set(node, part.from);
      part.node = part.on.length ? this.mark(node, part.on) : node;
    }
    const gone = old.slice(same, old.length - tail);
    const behind = old[old.length - tail]?.node ?? null;
    for (const { node } of gone) node.remove();
    const pieces = document.createDocumentFragment();
    pieces.append(...fresh.map(({ node }) => node));
    this.bodies[i].insertBefore(pieces, behind);
    this.drawn[i] = [...old.slice(0, same), ...fresh, ...old.slice(old.length - tail)];
  }

  // All that a part's drawing depends on. Whether it is saved yet is shown by `settle`, too.
  look(from, to, on) {
    const codes = [...new Set(on.map((c) => c.code))].slice(0, STRIPES);
    const styles = codes.map((code) => {
      const { colour, pattern } = this.model.style(code);
      return `${colour} ${pattern}`;
    });
    const { selected } = this.desk;
    const over = ({ carried }) => (carried ? (carried.doubtful ? "?" : "~") : "");
    return `${from} ${to} ${on.map((c) => c.id + over(c) + (c.pending ? "*" : "") + (c.id === selected ? "!" : ""))} ${styles}`;
  }

  mark(node, on) {
    const element = document.createElement("mark");
    const codes = [...new Set(on.map((c) => c.code))];
    element.className = on.some((c) => c.pending) ? "cd-mark cd-pending" : "cd-mark";
    const chosen = on.find((c) => c.id === this.desk.selected);
    if (chosen) {
      element.classList.add("cd-chosen");
      element.style.setProperty("--cx", this.model.style(chosen.code).colour);
    }
    if (on.every((c) => c.carried)) element.classList.add("cd-carried");
    if (on.some((c) => c.carried?.doubtful)) element.classList.add("cd-unsurely");
    element.dataset.ids = on.map((c) => c.id).join(" ");
    const shown = codes.slice(0, STRIPES);
    shown.forEach((code, k) => {
      const { colour, pattern } = this.model.style(code);
      element.style.setProperty(`--c${k}`, colour);
      element.classList.add(`cd-p${k}-${pattern}`);
    });
    element.classList.add(`cd-n${shown.length}`);
    element.append(node);
    return element;
  }

  // ── places ──

  // The offset of a place in the DOM, or null if it is not in the words.
  offset(node, at) {
    if (node.nodeType === Node.TEXT_NODE) {
      const start = this.starts.get(node);
      return start === undefined ? null : start + at;
    }
    const body = node.closest?.(".cd-words") || node.querySelector?.(".cd-words");
    if (!body || !this.element.contains(body)) return null;
    const next = node.childNodes[at];
    const inside = next && firstText(next);
    if (inside && this.starts.has(inside)) return this.starts.get(inside);
    const before = node.childNodes[at - 1];
    const last = before && lastText(before);
    if (last && this.starts.has(last)) return this.starts.get(last) + last.length;
    const turn = this.model.turns[Number(body.closest(".cd-turn").dataset.i)];
    return at === 0 ? turn.start : turn.end;
  }

  // [text node, offset in it] for a character; `end` prefers the end of the node before.
  locate(unit, end = false) {
    const i = this.model.turnAt(end ? unit - 1 : unit);
    const walker = document.createTreeWalker(this.bodies[i], NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = this.starts.get(node);
      const stop = start + node.length;
      if (end ? unit > start && unit <= stop : unit >= start && unit < stop) {
        return [node, unit - start];
      }
      last = node;
    }
    if (!last) return [this.bodies[i], 0];
    const start = this.starts.get(last);
    return [last, Math.max(0, Math.min(last.length, unit - start))];
  }

  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.locate(start));
    range.setEnd(...this.locate(end, true));
    return range;
  }

  // The same for what is only painted: each range that lives costs time whenever a node is removed.
  still(start, end) {
    const [startContainer, startOffset] = this.locate(start);
    const [endContainer, endOffset] = this.locate(end, true);
    return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
  }

  // A ribbon at the turn that is bookmarked.
  showBookmark() {
    const { bookmark = null } = this.model.data;
    const at = bookmark === null ? -1 : this.model.turnAt(this.model.offsets.toUnit(bookmark));
    this.turnElements.forEach((element, i) => element.classList.toggle("cd-bookmarked", i === at));
  }

  showMemoMarks() {
    const prefix = `${this.model.data.id}#`;
    const noted = new Set();
    for (const memo of this.model.view.memos.values()) {
      if (memo.kind === "turn" && memo.about.startsWith(prefix)) {
        noted.add(Number(memo.about.slice(prefix.length)));
      }
    }
    this.model.turns.forEach((turn, i) => {
      this.turnElements[i].classList.toggle("cd-noted", noted.has(turn.number));
    });
  }
}

function firstText(node) {
  return node.nodeType === Node.TEXT_NODE
    ? node
    : document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
}

function lastText(node) {
  if (node.nodeType === Node.TEXT_NODE) return node;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let next = walker.nextNode(); next; next = walker.nextNode()) last = next;
  return last;
}

export function time(seconds) {
  const whole = Math.floor(seconds);
  const part = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
