// The coding desk: one transcript, its codings, the codebook beside it. Wires the parts
// together; each part knows the desk, and the desk alone speaks to the hub.

import { Card } from "./card.js";
import { button, dialog, h, icon, menu, notice } from "./dom.js";
import { Find } from "./find.js";
import { Handles } from "./handles.js";
import { hub } from "./hub.js";
import { help, listenToKeys } from "./keys.js";
import { Margin } from "./margin.js";
import { Model } from "./model.js";
import { Overview } from "./overview.js";
import { Palette } from "./palette.js";
import { Proposals } from "./proposals.js";
import { Quick } from "./quick.js";
import { Selection } from "./select.js";
import { TextView } from "./text.js";
import { Tree } from "./tree.js";

const SLOW_MS = 3000;
const desks = new WeakMap();

// Called by Streamlit on mounting and whenever its data changes; the same data draws nothing.
export default function mount({ data, parentElement, setStateValue }) {
  const key = `${data.id}|${data.coder}`;
  const old = desks.get(parentElement);
  if (old?.key === key && old.data.text === data.text) {
    old.setStateValue = setStateValue;
    if (old.snapshot !== data.rev) old.renew(data);
  } else {
    old?.stop();
    desks.set(parentElement, new Desk(data, parentElement, setStateValue, key));
  }
  return () => {
    // Streamlit also calls this before it mounts again: only a desk that is gone is stopped.
    setTimeout(() => {
      const desk = desks.get(parentElement);
      if (desk && !desk.root.isConnected) {
        desk.stop();
        desks.delete(parentElement);
      }
    }, 0);
  };
}

class Desk {
  constructor(data, parent, setStateValue, key) {
    Object.assign(this, { data, parent, setStateValue, key, snapshot: data.rev });
    this.ending = new AbortController();
    this.selected = null;
    this.unread = [];
    this.model = new Model(data);
    this.model.learn(data, hub.ops);
    this.quick = new Quick(this);
    this.root = h("div", { className: "cd-root" });
    this.scroller = h("div", {
      className: "cd-scroller", tabIndex: 0, role: "region", "aria-label": `Transcript ${data.name}`,
    });
    this.text = new TextView(this);
    this.tree = new Tree(this);
    this.card = new Card(this);
    this.find = new Find(this);
    this.palette = new Palette(this);
    this.overview = new Overview(this);
    this.proposals = new Proposals(this);
    this.float = h("div", { className: "cd-float", hidden: true, role: "toolbar", "aria-label": "Code the selection" });
    this.spoken = h("div", { className: "cd-spoken", "aria-live": "polite" });
    this.text.build();
    this.scroller.append(this.text.element, this.float);
    this.root.append(
      this.bar(),
      h(
        "div", { className: "cd-body" },
        h("aside", { className: "cd-side", "aria-label": "Codebook and details" }, this.tree.element, this.card.element),
        h(
          "div", { className: "cd-middle" },
          this.find.element, this.scroller, this.proposals.dock.panel, this.proposals.dock.element,
        ),
        this.overview.element,
      ),
      h("div", { className: "cd-notices", role: "status" }),
      this.spoken,
    );
    this.theme();
    parent.querySelector(".cd-root")?.remove();
    parent.append(this.root);
    this.selection = new Selection(this);
    this.margin = new Margin(this);
    this.handles = new Handles(this);
    listenToKeys(this);
    this.listenToMouse();
    this.settings();
    this.tree.render();
    this.card.hint();
    this.overview.changed();
    this.text.showMemoMarks();
    this.fit();
    this.listen(window, "resize", () => this.fit());
    this.dialogs = new MutationObserver(() => this.closeForeignDialog());
    this.dialogs.observe(document.body, { childList: true });
    this.themes = setInterval(() => this.theme(), 1000);
    this.open();
    hub.attach(this, { coder: data.coder, transcript: data.id, rev: data.rev });
    this.proposals.begin();
  }

  stop() {
    this.ending.abort();
    clearInterval(this.themes);
    this.dialogs.disconnect();
    clearTimeout(this.resting);
    clearTimeout(this.leaving);
    this.margin.stop();
    this.overview.stop();
    this.proposals.stop();
    globalThis.CSS?.highlights?.clear();
    hub.detach(this);
    this.root.remove();
  }

  listen(target, event, action, options = {}) {
    const extra = typeof options === "boolean" ? { capture: options } : options;
    target.addEventListener(event, action, { ...extra, signal: this.ending.signal });
  }

  // Streamlit's page may scroll a little under its header; the desk takes what is left.
  fit() {
    const top = this.root.getBoundingClientRect().top + (document.querySelector("[data-testid=stMain]")?.scrollTop || 0);
    this.root.style.setProperty("--cd-top", `${Math.max(0, Math.round(top))}px`);
  }

  // When the connection is lost Streamlit puts a dialog over the page. The desk goes on without:
  // what is coded meanwhile is kept, and its own line says so.
  closeForeignDialog() {
    const close = document.querySelector("body > * [data-testid=stDialog] button[aria-label=Close], body > [data-testid=stDialog] button[aria-label=Close]");
    if (!close) return;
    close.click();
    setTimeout(() => {
      if (!this.root.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
    }, 0);
  }

  theme() {
    const probe = document.querySelector("[data-testid=stApp]") || document.body;
    const [r = 255, g = 255, b = 255] = (getComputedStyle(probe).backgroundColor.match(/\d+/g) || []).map(Number);
    const dark = r * 0.3 + g * 0.59 + b * 0.11 < 128;
    if (dark === this.dark) return;
    this.dark = dark;
    this.root.classList.toggle("cd-dark", dark);
    if (this.margin) this.overview.changed();
  }

  // ── the bar on top ──

  bar() {
    const { data } = this;
    const names = data.transcripts;
    const pick = h(
      "select",
      {
        className: "cd-pick", "aria-label": "Transcript",
        onchange: () => this.go(pick.value),
      },
      ...names.map(([id, name]) => h("option", { value: id, selected: id === data.id }, name)),
    );
    this.undoButton = button("Undo", () => this.reverse("undo"), { glyph: "undo", quiet: true, key: "Ctrl+Z" });
    this.redoButton = button("Redo", () => this.reverse("redo"), { glyph: "redo", quiet: true, key: "Ctrl+Shift+Z" });
    this.state = h("span", { className: "cd-state", role: "status" });
    this.coderPick = h("select", {
      className: "cd-pick", "aria-label": "Show codings by",
      onchange: () => {
        this.model.filter.coder = this.coderPick.value;
        this.redrawAll();
      },
    });
    this.listCoders();
    const memoMenu = (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      menu(this.root, box.left, box.bottom + 4, [
        ["Memo on this transcript …", () => this.memo("transcript", data.id, data.name)],
        data.participant.id
          ? ["Memo on the participant …", () => this.memo("participant", data.participant.id, data.participant.label)]
          : null,
        ["Memo on the project …", () => this.memo("project", "project", data.project)],
      ].filter(Boolean), { label: "Memos" });
    };
    return h(
      "div", { className: "cd-bar" },
      button("Codebook", () => this.toggleSide(), { glyph: "book", quiet: true, key: "b" }),
      button("Previous transcript", () => this.otherTranscript(-1), { glyph: "left", quiet: true, key: "<" }),
      pick,
      button("Next transcript", () => this.otherTranscript(1), { glyph: "right", quiet: true, key: ">" }),
      h("span", { className: "cd-who" }, data.participant.label),
      h("span", { className: "cd-space" }),
      this.state,
      h(
        "button",
        {
          type: "button", className: "cd-button cd-quiet", title: "Who codes: click to change",
          onclick: (event) => this.coderMenu(event.currentTarget.getBoundingClientRect()),
        },
        icon("person"), h("span", { className: "cd-me" }, data.coder),
      ),
      this.coderPick,
      this.undoButton,
      this.redoButton,
      data.parallel
        ? button("Translation beside", () => this.toggleParallel(), { glyph: "columns", quiet: true, key: "t" })
        : null,
      button("Memos", memoMenu, { glyph: "memo", quiet: true }),
      this.proposals.dock.button,
      button("Find", () => this.find.open(), { glyph: "find", quiet: true, key: "/" }),
      button("Shortcuts", () => help(this), { glyph: "help", quiet: true, key: "?" }),
    );
  }

  coderMenu(box) {
    const others = this.model.coders().filter((name) => name !== this.data.coder);
    menu(this.root, box.left, box.bottom + 4, [
      ...others.map((name) => [`Code as ${name}`, () => this.becomeCoder(name)]),
      others.length ? null : undefined,
      ["Code as somebody else …", () => this.askCoder()],
    ].filter((item) => item !== undefined), { label: "Who codes" });
  }

  askCoder() {
    const input = h("input", { type: "text", maxLength: 60, "aria-label": "Name", autocomplete: "off" });
    const form = h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        box.close();
        this.becomeCoder(input.value);
      },
    }, input, h("footer", {}, h("button", { type: "submit", className: "cd-button cd-primary" }, "Code under this name")));
    const box = dialog(this.root, "Who codes?", [form]);
    input.focus();
  }

  becomeCoder(name) {
    const coder = name.trim();
    if (!coder || coder === this.data.coder) return;
    const { start } = this.model.turns[this.topTurn()];
    this.leave({ transcript: this.data.id, coder, at: this.model.point(start) });
  }

  listCoders() {
    const names = this.model.coders();
    const { coder } = this.model.filter;
    this.coderPick.hidden = names.length < 2;
    this.coderPick.replaceChildren(
      h("option", { value: "" }, "All coders"),
      ...names.map((name) => h("option", { value: name, selected: name === coder }, name)),
    );
  }

  showState() {
    const n = hub.ops.length;
    const late = n && hub.oldest() > SLOW_MS;
    this.state.className = `cd-state${late ? " cd-late" : ""}`;
    this.state.textContent = late
      ? `${n} not saved yet – kept here, trying again`
      : n ? "Saving …" : "Saved";
    this.state.title = hub.trouble || "";
    if (late && hub.trouble && hub.trouble !== this.told) {
      this.told = hub.trouble;
      this.tell(`Not saved yet: ${hub.trouble}`, { kind: "error" });
    }
    if (!n) this.told = "";
    this.undoButton.disabled = !this.model.undo && !n;
    this.redoButton.disabled = !this.model.redo;
    this.undoButton.title = this.model.undo ? `Undo: ${this.model.undo} (Ctrl+Z)` : "Nothing to undo";
    this.redoButton.title = this.model.redo ? `Redo: ${this.model.redo} (Ctrl+Shift+Z)` : "Nothing to redo";
  }

  waiting() {
    this.showState();
  }

  // The same transcript from a fresh session, as when the server was started again: the page
  // stays as it is and only learns what changed.
  renew(data) {
    this.snapshot = data.rev;
    const missing = (known, rows) => {
      const there = new Set(rows.map(([id]) => id));
      return [...known.keys()].filter((id) => !there.has(id));
    };
    const { codings, memos } = this.model.base;
    const gone = missing(codings, data.codings);
    this.news({ ...data, gone, memos_gone: missing(memos, data.memos) }, [], []);
    hub.attach(this, { coder: data.coder, transcript: data.id, rev: data.rev });
  }

  // ── operations ──

  push(op) {
    this.selection.letUp();
    const whole = hub.push(op);
    this.apply_(this.model.play(hub.ops));
    for (const { op: id, code, grew } of this.model.view.merged) {
      if (id === whole.id) {
        const name = this.model.name(code);
        this.tell(grew ? `“${name}” was there already: it now covers both.` : `“${name}” is there already.`);
      }
    }
    this.showState();
    return whole;
  }

  // What Python says: rows that changed, operations settled, and those refused with the reason.
  news(reply, settled, failed) {
    if (this.selection.pressed) {
      this.unread.push([reply, settled, failed]);
      return;
    }
    const changed = this.model.learn(reply, hub.ops);
    this.apply_(changed);
    for (const [op, { message, hint }] of failed) {
      this.tell(`Not done: ${message}. ${hint || ""}`, { kind: "error" });
      if (op.kind === "memo") this.memoConflict(op);
    }
    const reversed = settled.some((op) => op.kind === "undo" || op.kind === "redo");
    const refused = failed.some(([op]) => op.kind === "decide");
    if (reversed) this.card.show();
    if (reversed || refused) this.proposals.reconsider();
    this.showState();
  }

  // Take in what came while the mouse was held down.
  catchUp() {
    for (const news of this.unread.splice(0)) this.news(...news);
  }

  apply_({ codings, settled, codes, memos }) {
    if (codes) {
      this.quick.fill();
      this.text.refreshAll();
      this.tree.render();
      this.margin.assign();
      this.margin.redrawAll();
    } else if (codings.length) {
      this.text.refresh(codings);
      this.margin.changed(codings);
      this.tree.counts();
    }
    if (!codes && settled.length) {
      this.text.settle(settled);
      this.margin.settle(settled);
    }
    if (codes || codings.length) {
      if (this.selected && !this.model.view.codings.has(this.selected)) this.selected = null;
      this.selection.show({ later: true });
      this.find.paint();
      this.overview.changed();
      this.handles.show();
      if (this.model.coders().length + 1 !== this.coderPick.children.length) this.listCoders();
    }
    if (memos) {
      this.text.showMemoMarks();
      this.margin.redrawAll();
    }
    if (codes || codings.length || settled.length || memos) this.card.show();
    if (codes || codings.length || settled.length) this.proposals.changed();
  }

  redrawAll() {
    this.text.refreshAll();
    this.margin.assign();
    this.margin.redrawAll();
    this.tree.render();
    this.overview.changed();
    this.selection.show();
    this.find.paint();
  }

  // The range to code: the selection, else the chosen coding's.
  range() {
    if (!this.selection.empty) return [this.selection.start, this.selection.end];
    const coding = this.model.view.codings.get(this.selected);
    return coding ? [coding.start, coding.end] : null;
  }

  apply(codes) {
    const range = this.range();
    if (!range) {
      this.tell("Select the words first: drag over them, or use the arrow keys.");
      return;
    }
    const [start, end] = range;
    for (const code of codes) this.quick.use(code);
    const op = this.push({
      kind: "apply", transcript: this.data.id, codes, ids: codes.map(() => crypto.randomUUID()),
      start: this.model.point(start), end: this.model.point(end),
      blind: this.proposals.blind || undefined,
    });
    this.float.hidden = true;
    this.tree.keys();
    this.say(`${codes.map((c) => this.model.name(c)).join(", ")} applied`);
    const made = this.model.view.codings.has(op.ids[0]) ? op.ids[0] : null;
    this.lastMade = made;
    return op;
  }

  number(digit) {
    const code = this.quick.slots[(Number(digit) + 9) % 10];
    if (code) this.apply([code]);
  }

  openPalette() {
    if (!this.range()) {
      this.tell("Select the words first: drag over them, or use the arrow keys.");
      return;
    }
    this.palette.open({
      onPick: (code) => this.apply([code]),
      onCreate: (name) => this.createAndApply(name),
    });
  }

  createAndApply(name, fields = {}) {
    const there = this.model.codes.find((c) => c.name.toLowerCase() === name.toLowerCase());
    if (there) {
      this.apply([there.id]);
      return;
    }
    const [start, end] = this.range();
    this.addCode({
      name, ...fields,
      apply: {
        transcript: this.data.id, coding: crypto.randomUUID(),
        start: this.model.point(start), end: this.model.point(end),
      },
    });
    this.float.hidden = true;
  }

  addCode({ name, parent = "", ...rest }) {
    const code = freeId(name, this.model.view.codes);
    const { apply, include, exclude, ...fields } = rest;
    this.push({ kind: "code.add", code, name, parent, ...fields, ...(apply ? { apply } : {}) });
    if (include?.length || exclude?.length) {
      this.push({ kind: "code.edit", code, fields: { include, exclude } });
    }
    this.quick.use(code);
    this.tree.keys();
  }

  inVivo() {
    const range = this.range();
    if (!range) return this.openPalette();
    const words = this.model.text.slice(...range).replace(/\s+/g, " ").trim();
    const name = words.length > 60 ? `${words.slice(0, 58).replace(/\s\S*$/, "")} …` : words;
    this.createAndApply(name, { examples: [words] });
  }

  recode() {
    const coding = this.model.view.codings.get(this.selected);
    if (!coding) {
      this.tell("Click a coding first, then press r.");
      return;
    }
    this.palette.open({
      title: `Instead of “${this.model.name(coding.code)}”`,
      onPick: (code) => {
        if (code !== coding.code) {
          this.push({ kind: "recode", coding: coding.id, code, version: this.confirmed(coding) });
          this.quick.use(code);
        }
      },
    });
  }

  // The version a change is made against; none while our own earlier change is on its way.
  confirmed(coding) {
    return coding.pending ? undefined : coding.version;
  }

  removeChosen() {
    const coding = this.model.view.codings.get(this.selected);
    if (!coding) return;
    this.choose(null);
    this.push({ kind: "remove", codings: [coding.id] });
    notice(this.root, `“${this.model.name(coding.code)}” removed.`, {
      action: () => this.reverse("undo"), label: "Undo",
    });
  }

  setEdges(id, start, end) {
    const coding = this.model.view.codings.get(id);
    if (!coding || start >= end || (coding.start === start && coding.end === end)) return;
    this.push({
      kind: "edges", coding: id, version: this.confirmed(coding),
      start: this.model.point(start), end: this.model.point(end),
    });
    this.say(this.model.text.slice(start, end));
  }

  moveEdge(edge, by) {
    const coding = this.model.view.codings.get(this.selected);
    if (!coding) {
      this.tell("Click a coding first; then [ { } ] move its edges.");
      return;
    }
    const { selection } = this;
    let { start, end } = coding;
    if (edge === "start") start = (by < 0 ? selection.word(start, -1) : selection.word(start + 1, 1))?.[0] ?? start;
    else end = (by > 0 ? selection.word(end, 1) : selection.word(selection.word(end, -1)?.[0] ?? end, -1))?.[1] ?? end;
    this.setEdges(coding.id, start, end);
  }

  reverse(kind) {
    this.push({ kind });
  }

  // ── memos ──

  saveMemo(kind, about, text) {
    const memo = this.model.memoOf(kind, about);
    if ((memo?.text || "") === text) return;
    this.push({
      kind: "memo", memo: memo?.id || crypto.randomUUID(), about_kind: kind, about, text,
      version: memo && !memo.pending ? memo.version : undefined,
    });
  }

  memo(kind, about, title, typed) {
    const memo = this.model.memoOf(kind, about);
    const area = h("textarea", { rows: 7, value: typed ?? memo?.text ?? "", "aria-label": "Memo" });
    const save = () => {
      box.close();
      this.saveMemo(kind, about, area.value);
    };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    });
    const box = dialog(this.root, `Memo: ${title}`, [
      typed !== undefined && memo
        ? h("div", { className: "cd-theirs" }, h("h3", {}, "What stands there now"), h("p", {}, memo.text), h("h3", {}, "What you wrote"))
        : "",
      area,
      h(
        "footer", {},
        memo ? h("span", { className: "cd-by-line" }, `${memo.coder}, last changed ${new Date(memo.updated || Date.now()).toLocaleString()}`) : "",
        button("Cancel", () => box.close()),
        button("Save", save, { primary: true, key: "Ctrl ↵" }),
      ),
    ]);
    area.focus();
  }

  memoConflict(op) {
    this.memo(op.about_kind, op.about, "changed by somebody else meanwhile", op.text);
  }

  memoHere() {
    const coding = this.model.view.codings.get(this.selected);
    if (coding) {
      this.card.show();
      this.card.note?.focus();
    } else this.turnMemo(this.selection.turn);
  }

  turnMemo(i) {
    const { number } = this.model.turns[i];
    this.memo("turn", `${this.data.id}#${number}`, `turn ${number}`);
  }

  // ── choosing and going about ──

  choose(id, { keep = false } = {}) {
    if (id === this.selected) return;
    const before = this.selected;
    this.selected = id;
    if (id && !keep) this.selection.clear();
    const both = [before, id].map((one) => this.model.view.codings.get(one)).filter(Boolean);
    this.text.refresh(both);
    if (!this.selection.empty) this.selection.show();
    this.margin.redrawAll();
    this.handles.show();
    this.card.show();
  }

  letGo() {
    this.float.hidden = true;
    if (!this.selection.empty) this.selection.clear();
    else if (this.selected) this.choose(null);
    else if (this.proposals.current) this.proposals.leave();
    else if (this.find.active) this.find.close();
    else if (this.model.filter.codes) this.filterCode(null);
  }

  nextCoding(step) {
    const list = this.model.visible();
    if (!list.length) return;
    const current = list.findIndex((c) => c.id === (this.selected ?? this.lastMade));
    const from = this.selection.empty ? this.selection.cursor ?? this.model.turns[this.selection.turn].start : this.selection.start;
    let at = current >= 0 ? current + step : step > 0 ? list.findIndex((c) => c.start >= from) : list.findLastIndex((c) => c.start < from);
    if (at < 0 || at >= list.length) at = step > 0 ? 0 : list.length - 1;
    this.lastMade = null;
    this.choose(list[at].id);
    this.goTo(list[at].start, { quietly: true });
    this.selection.focusTurn(this.model.turnAt(list[at].start), { quietly: true });
    this.say(`${this.model.name(list[at].code)}: ${this.model.text.slice(list[at].start, list[at].end)}`);
  }

  filterCode(code) {
    this.model.filter.codes = code ? this.model.family(code) : null;
    this.redrawAll();
    this.card.show();
    if (code) {
      notice(this.root, `Only “${this.model.name(code)}” is shown.`, {
        action: () => this.filterCode(null), label: "Show all",
      });
    }
  }

  askTurn() {
    const input = h("input", { type: "number", min: 1, max: this.model.turns.length, "aria-label": "Turn number" });
    const form = h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        box.close();
        const i = this.model.turns.findIndex((t) => t.number === Number(input.value));
        if (i >= 0) this.selection.focusTurn(i);
      },
    }, input, h("footer", {}, h("button", { type: "submit", className: "cd-button cd-primary" }, "Go")));
    const box = dialog(this.root, `Go to turn (1–${this.model.turns.length})`, [form]);
    input.focus();
  }

  otherTranscript(step) {
    const names = this.data.transcripts;
    const at = names.findIndex(([id]) => id === this.data.id) + step;
    if (at < 0 || at >= names.length) this.tell(step > 0 ? "This is the last transcript." : "This is the first transcript.");
    else this.go(names[at][0]);
  }

  go(transcript, at, query) {
    if (transcript === this.data.id) {
      if (at !== undefined) this.goTo(this.model.offsets.toUnit(at));
      return;
    }
    if (query) sessionStorage.setItem("coding.find", query);
    this.leave({ transcript, at: at ?? null });
  }

  // Begin where the address, the search or the last visit says.
  open() {
    const { goto, place } = this.data;
    const found = sessionStorage.getItem("coding.find");
    sessionStorage.removeItem("coding.find");
    const turn = goto?.turn || place || 0;
    const i = Math.max(0, this.model.turns.findIndex((t) => t.number === turn));
    const unit = goto?.at !== null && goto?.at !== undefined ? this.model.offsets.toUnit(goto.at) : null;
    this.selection.focusTurn(unit === null ? i : this.model.turnAt(unit), { quietly: true });
    if (unit !== null) this.goTo(unit);
    else if (turn) this.scrollToTurn(i);
    if (found) this.find.open(found);
    this.scroller.focus({ preventScroll: true });
    this.showState();
    this.listen(this.scroller, "scroll", () => this.scrolled(), { passive: true });
  }

  scrolled() {
    this.scrolling ??= requestAnimationFrame(() => {
      this.scrolling = undefined;
      this.overview.moved();
    });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), 600);
    this.proposals.scrolled();
  }

  // Remember the turn at the top of the window as the place to come back to.
  rest() {
    hub.place(this.model.turns[this.topTurn()].number);
  }

  // The first turn in the window. Only the turns of its block are measured.
  topTurn() {
    const { scrollTop } = this.scroller;
    const { blocks, turnElements } = this.text;
    const { from, to } = blocks.find(({ element: e }) => e.offsetTop + e.offsetHeight > scrollTop) ?? blocks.at(-1);
    let i = from;
    while (i < to - 1 && this.top(turnElements[i]) + turnElements[i].offsetHeight <= scrollTop) i++;
    return i;
  }

  // Leave this desk for another one.
  leave(asked) {
    this.root.classList.add("cd-leaving");
    // Streamlit puts what is set in one moment into one message, and what is set first decides
    // whether the whole page runs again or the wire alone: so the request waits until what the
    // wire has just sent is on its way, and is the first of its own message.
    hub.silent = true;
    setTimeout(() => {
      hub.silent = false;
      this.setStateValue("go", { ...asked, n: Date.now() });
      this.rest();
      hub.settle();
    }, 10);
    // Asked while the connection is down, nobody hears it.
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.leave(asked), 5000);
  }

  top(element) {
    return element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop;
  }

  // Blocks that were never on screen have an estimated height: look again once they are drawn.
  scrollToTurn(i, again = 2) {
    this.scroller.scrollTop = this.top(this.text.turnElements[i]) - 12;
    if (again) requestAnimationFrame(() => this.scrollToTurn(i, again - 1));
  }

  goTo(unit, { quietly = false } = {}) {
    const i = this.model.turnAt(unit);
    if (!quietly) this.selection.focusTurn(i, { quietly: true });
    this.reveal(unit, true);
  }

  // Bring a character into sight, moving the text only if need be.
  reveal(unit, centre = false, again = 2) {
    const end = Math.min(this.model.text.length, unit + 1);
    const box = this.text.range(unit, Math.max(end, unit + 1)).getBoundingClientRect();
    const frame = this.scroller.getBoundingClientRect();
    const margin = Math.min(90, frame.height / 4);
    const missing = box.top < frame.top + margin ? box.top - frame.top - margin
      : box.bottom > frame.bottom - margin ? box.bottom - frame.bottom + margin : 0;
    if (missing) {
      this.scroller.scrollTop += centre ? box.top - frame.top - frame.height / 3 : missing;
      if (again) requestAnimationFrame(() => this.reveal(unit, centre, again - 1));
    }
  }

  // ── the mouse ──

  listenToMouse() {
    const { root, scroller } = this;
    this.listen(root, "click", (event) => {
      const number = event.target.closest(".cd-number");
      if (number) this.selection.takeTurn(Number(number.closest(".cd-turn").dataset.i), event.shiftKey);
      const coding = event.target.closest(".cd-label, .cd-bracket");
      if (coding) {
        const { id } = coding.dataset;
        this.choose(id === this.selected ? null : id);
      }
    });
    this.listen(scroller, "contextmenu", (event) => {
      const turn = event.target.closest(".cd-turn");
      if (!turn) return;
      event.preventDefault();
      const label = event.target.closest(".cd-label, .cd-bracket");
      const mark = event.target.closest(".cd-mark");
      if (label) this.choose(label.dataset.id);
      else if (mark && this.selection.empty) this.choose(this.selection.smallest(mark.dataset.ids.split(" ")));
      this.contextMenu(Number(turn.dataset.i), event.clientX, event.clientY);
    });
    // A title made when the pointer comes costs nothing at painting.
    this.listen(scroller, "pointerover", (event) => {
      const on = event.target.closest(".cd-mark, .cd-label, .cd-bracket");
      if (!on) return;
      const ids = on.dataset.ids?.split(" ") || [on.dataset.id];
      on.title = ids.map((id) => this.describe(id)).filter(Boolean).join("\n");
      this.lit?.forEach((e) => e.classList.remove("cd-lit"));
      this.lit = ids.flatMap((id) => [...scroller.querySelectorAll(`.cd-margin [data-id="${id}"], .cd-mark[data-ids~="${id}"]`)]);
      this.lit.forEach((e) => e.classList.add("cd-lit"));
    });
    this.listen(scroller, "pointerout", () => {
      this.lit?.forEach((e) => e.classList.remove("cd-lit"));
      this.lit = null;
    });
  }

  describe(id) {
    const coding = this.model.view.codings.get(id);
    if (!coding) return "";
    const memo = this.model.memoOf("coding", id);
    return `${this.model.name(coding.code)} · ${coding.coder}${memo ? ` · ${memo.text}` : ""}`;
  }

  contextMenu(i, x, y) {
    const { quick, model } = this;
    const coding = model.view.codings.get(this.selected);
    const items = [];
    if (this.range()) {
      quick.slots.slice(0, 5).forEach((code, k) => {
        if (code) items.push([model.name(code), () => this.apply([code]), String(k + 1)]);
      });
      items.push(["Another code …", () => this.openPalette(), "c"], ["In vivo code", () => this.inVivo(), "v"], null);
    }
    if (coding) {
      items.push(
        ["Recode …", () => this.recode(), "r"], ["Memo on the coding", () => this.memoHere(), "m"],
        ["Remove the coding", () => this.removeChosen(), "⌫"], null,
      );
    }
    items.push(
      ["Select the turn", () => this.selection.takeTurn(i), "x"],
      ["Memo on the turn …", () => this.turnMemo(i), "m"],
      ["More like this", () => this.moreLikeThis(i), "l"],
      ["Copy a link to the turn", () => this.copyLink(i)],
    );
    menu(this.root, x, y, items, { label: "What to do here" });
  }

  // Look for passages like what is selected, chosen or proposed for, else like a whole turn.
  moreLikeThis(i = this.selection.turn) {
    const other = this.proposals.current ?? this.model.turns[i];
    this.find.alike(...(this.range() ?? [other.start, other.end]));
  }

  copyLink(i) {
    const address = new URL(location.href);
    address.search = new URLSearchParams({ transcript: this.data.id, turn: this.model.turns[i].number });
    navigator.clipboard?.writeText(address.href).then(
      () => this.tell("The link is in the clipboard."),
      () => this.tell(address.href),
    );
  }

  // A small bar under a fresh selection offers the codes at hand.
  selectionChanged(keyboard) {
    const { selection, float, quick, model } = this;
    if (this.proposals.current) this.proposals.dock.draw();
    if (selection.empty || keyboard) {
      float.hidden = true;
      return;
    }
    const rects = this.text.range(selection.start, selection.end).getClientRects();
    const last = rects[rects.length - 1];
    if (!last) return;
    float.replaceChildren(
      ...quick.slots.slice(0, 4).map((code, k) => code && h(
        "button",
        { type: "button", className: "cd-code", style: { "--c0": model.style(code).colour }, onclick: () => this.apply([code]) },
        h("kbd", {}, String(k + 1)), h("span", { className: "cd-chip" }, model.style(code).letters), model.name(code),
      )).filter(Boolean),
      h("button", { type: "button", onclick: () => this.openPalette() }, h("kbd", {}, "c"), "More …"),
      h("button", { type: "button", onclick: () => this.inVivo() }, h("kbd", {}, "v"), "In vivo"),
    );
    float.hidden = false;
    const frame = this.scroller.getBoundingClientRect();
    const left = Math.max(8, Math.min(last.right - frame.left - 60, this.scroller.clientWidth - float.offsetWidth - 12));
    const below = last.bottom - frame.top + 8;
    const fits = below + float.offsetHeight < frame.height;
    const top = fits ? below : rects[0].top - frame.top - float.offsetHeight - 8;
    float.style.left = `${left}px`;
    float.style.top = `${top + this.scroller.scrollTop}px`;
  }

  // ── settings of this browser ──

  settings() {
    try {
      this.kept = JSON.parse(localStorage.getItem("coding.desk")) || {};
    } catch {
      this.kept = {};
    }
    this.kept = { size: 0, parallel: false, side: true, ...this.kept };
    this.useSettings();
  }

  useSettings() {
    this.root.style.setProperty("--cd-size", `${17 + this.kept.size * 1.5}px`);
    this.root.classList.toggle("cd-beside", Boolean(this.kept.parallel && this.data.parallel));
    this.root.classList.toggle("cd-no-side", !this.kept.side);
    try {
      localStorage.setItem("coding.desk", JSON.stringify(this.kept));
    } catch {
      // The settings then last as long as the page.
    }
  }

  // Change a setting while the line that is being read stays where it is.
  steadily(change) {
    const i = this.topTurn();
    const before = this.text.turnElements[i].getBoundingClientRect().top;
    change();
    this.useSettings();
    this.scroller.scrollTop += this.text.turnElements[i].getBoundingClientRect().top - before;
    this.margin.redrawAll();
    this.overview.changed();
    this.handles.show();
  }

  size(by) {
    this.steadily(() => (this.kept.size = Math.max(-3, Math.min(8, this.kept.size + by))));
  }

  toggleParallel() {
    if (!this.data.parallel) this.tell("There is no translation of this transcript, or its turns do not match.");
    else this.steadily(() => (this.kept.parallel = !this.kept.parallel));
  }

  toggleSide() {
    if (innerWidth < 760) this.root.classList.toggle("cd-side-over");
    else this.steadily(() => (this.kept.side = !this.kept.side));
  }

  tell(text, options) {
    notice(this.root, text, options);
  }

  say(text) {
    this.spoken.textContent = text.slice(0, 400);
  }
}

// A readable id that no code has: letters, digits and _ of the name, else a random one.
function freeId(name, codes) {
  const ascii = name.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "_");
  const stem = ascii.replace(/^_+|_+$/g, "").slice(0, 40) || `code_${crypto.randomUUID().slice(0, 8)}`;
  let id = stem;
  for (let n = 2; codes.has(id); n++) id = `${stem}_${n}`;
  return id;
}
