// The coding desk: one transcript, its codings, the codebook beside it. Wires the parts
// together; each part knows the desk, and what a part changes the desk shows in the others.
//
// Imports go from input to view to state to wire, never back.

import { h } from "../common/view/dom.js";
import { mounting } from "../common/wire/mounting.js";
import { Acts } from "./input/acts.js";
import { Correcting } from "./input/correcting.js";
import { dragToCodes, dragWidth } from "./input/dragging.js";
import { Handles } from "./input/handles.js";
import { Held } from "./input/held.js";
import { help, listenToKeys } from "./input/keys.js";
import { Mouse } from "./input/mouse.js";
import { Pairing } from "./input/pairing.js";
import { Selection } from "./input/select.js";
import { Speaking } from "./input/speaking.js";
import { Travel } from "./input/travel.js";
import { Drafts } from "./state/drafts.js";
import { Filter } from "./state/filter.js";
import { Model } from "./state/model.js";
import { Proposals } from "./state/proposals.js";
import { Quick } from "./state/quick.js";
import { Reading } from "./state/reading.js";
import { Bar } from "./view/bar.js";
import { Card } from "./view/card.js";
import { Dock } from "./view/dock.js";
import { dialog, notice } from "./view/dom.js";
import { Filters } from "./view/filters.js";
import { Find } from "./view/find.js";
import { Margin } from "./view/margin.js";
import { Memos } from "./view/memos.js";
import { Overview } from "./view/overview.js";
import { Palette } from "./view/palette.js";
import { Picker } from "./view/picker.js";
import { Player } from "./view/player.js";
import { Proposed } from "./view/proposed.js";
import { Segments } from "./view/segments.js";
import { NARROWEST, Settings, WIDEST } from "./view/settings.js";
import { Sight } from "./view/sight.js";
import { TextView } from "./view/text.js";
import { Tree } from "./view/tree.js";
import { early } from "./wire/early.js";
import { hasEnded, startsAgain } from "./wire/ended.js";
import { hub } from "./wire/hub.js";

class Desk {
  constructor(data, parent, setStateValue) {
    Object.assign(this, { data, parent, setStateValue, snapshot: data.rev });
    this.ending = new AbortController();
    this.selected = null; // the id of the chosen coding
    this.lastMade = null; // the id of the coding made last, to go on from
    this.unread = []; // news that came while the mouse was held down
    this.model = new Model(data);
    this.model.learn(data, hub.ops);
    this.filter = new Filter(this);
    this.assemble();
    this.layOut();
    parent.querySelector(".cd-root")?.remove();
    parent.append(this.root);
    this.begin();
  }

  // The same data draw nothing.
  take(data, setStateValue) {
    this.setStateValue = setStateValue;
    if (this.snapshot !== data.rev) this.renew(data);
  }

  assemble() {
    this.root = h("div", { className: "cd-root" });
    this.scroller = h("div", {
      className: "cd-scroller", tabIndex: 0, role: "region", "aria-label": `Transcript ${this.data.name}`,
    });
    this.spoken = h("div", { className: "cd-spoken", "aria-live": "polite" });
    this.acts = new Acts(this);
    this.travel = new Travel(this);
    this.speaking = new Speaking(this);
    this.correcting = new Correcting(this);
    this.pairing = new Pairing(this);
    this.drafts = new Drafts(this.data.project);
    this.memos = new Memos(this);
    this.sight = new Sight(this);
    this.settings = new Settings(this);
    this.quick = new Quick(this);
    this.player = new Player(this);
    this.text = new TextView(this);
    this.tree = new Tree(this);
    this.card = new Card(this);
    this.find = new Find(this);
    this.palette = new Palette(this);
    this.overview = new Overview(this);
    this.mouse = new Mouse(this);
    this.proposals = new Proposals(this);
    this.proposed = new Proposed(this);
    this.dock = new Dock(this);
    this.reading = new Reading(this);
    this.segments = new Segments(this);
    this.picker = new Picker(this);
    this.filters = new Filters(this);
    this.bar = new Bar(this, { help: () => help(this) });
    this.edge = h("div", {
      className: "cd-edge", role: "separator", tabIndex: 0, "aria-orientation": "vertical", "aria-label": "Width of the codebook",
      "aria-valuemin": NARROWEST, "aria-valuemax": WIDEST, "aria-valuenow": NARROWEST,
      title: "Draw the codebook wider; a double click gives its width back",
    });
    dragToCodes(this);
    dragWidth(this, this.edge);
  }

  layOut() {
    this.text.build();
    this.scroller.append(this.text.element, this.mouse.float);
    this.root.append(
      this.bar.element,
      h(
        "div", { className: "cd-body" },
        h("aside", { className: "cd-side", "aria-label": "Codebook and details" }, this.tree.element, this.card.element, this.edge),
        h("div", { className: "cd-middle" }, this.find.element, this.player.element, this.scroller, h("div", { className: "cd-shelf" }, h("div", { className: "cd-notices", role: "status" })), this.dock.panel, this.dock.element),
        this.overview.element,
        this.segments.element,
      ),
      this.spoken,
    );
  }

  // What has to be measured, listened to or asked for needs the desk on the page.
  begin() {
    this.selection = new Selection(this);
    this.settings.begin();
    this.margin = new Margin(this);
    this.handles = new Handles(this);
    this.held = new Held(this);
    listenToKeys(this);
    this.mouse.begin();
    this.held.begin();
    this.tree.render();
    this.card.hint();
    this.overview.changed();
    this.text.showMemoMarks();
    this.text.showBookmark();
    this.sight.begin();
    this.dialogs = new MutationObserver(() => this.closeForeignDialog());
    this.dialogs.observe(document.body, { childList: true });
    this.segments.draw(); // before a place is gone to: it makes the text narrower
    this.travel.begin();
    this.bar.showState();
    this.filters.show();
    this.sight.follow();
    this.attach(this.data);
    this.proposals.begin();
    this.reading.begin();
    this.player.begin();
    this.player.arrive();
    this.pairing.begin();
    setTimeout(() => early.press(this.scroller), 0);
  }

  attach({ coder, id, rev }) {
    hub.attach(this, { coder, transcript: id, rev });
  }

  stop() {
    this.ending.abort();
    this.dialogs.disconnect();
    for (const part of [this.settings, this.sight, this.travel, this.margin, this.handles, this.overview, this.proposals, this.proposed, this.reading, this.player]) part.stop();
    globalThis.CSS?.highlights?.clear();
    hub.detach(this);
    this.root.remove();
  }

  listen(target, event, action, options = {}) {
    const extra = typeof options === "boolean" ? { capture: options } : options;
    target.addEventListener(event, action, { ...extra, signal: this.ending.signal });
  }

  // When the connection is lost Streamlit puts a dialog over the page. The desk goes on without:
  // what is coded meanwhile is kept, and its own line says so.
  closeForeignDialog() {
    const close = document.querySelector("body > * [data-testid=stDialog] button[aria-label=Close], body > [data-testid=stDialog] button[aria-label=Close]");
    if (!close) return;
    close.click();
    if (hasEnded()) this.tell(`The program has ended. You can go on: what you code is kept here, and saved once you start it again, with ${startsAgain()}`, { kind: "error" });
    setTimeout(() => {
      if (!this.root.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
    }, 0);
  }

  tell(text, options) {
    notice(this.root, text, options);
  }

  // Ask for a line of words, to do something with them.
  askLine(title, label, act, take) {
    const input = h("input", { type: "text", maxLength: 120, "aria-label": label, autocomplete: "off" });
    const form = h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        const words = input.value.trim();
        if (!words) return;
        box.close();
        take(words);
      },
    }, input, h("footer", {}, h("button", { type: "submit", className: "cd-button cd-primary" }, act)));
    const box = dialog(this.root, title, [form]);
    input.focus();
  }

  say(text) {
    this.spoken.textContent = text.slice(0, 400);
  }

  // ── operations and news ──

  push(op) {
    this.held.letGo();
    this.selection.letUp();
    const whole = hub.push({ ...op, wording: [this.data.id, this.model.wording] });
    this.show(this.model.play(hub.ops));
    for (const { op: id, code, grew, beside } of this.model.view.merged) {
      if (id === whole.id) {
        const name = this.model.name(code);
        if (beside) this.tell(`Joined with the “${name}” beside it: one coding now.`);
        else this.tell(grew ? `“${name}” was there already: it now covers both.` : `“${name}” is there already.`);
      }
    }
    this.bar.showState();
    return whole;
  }

  waiting() {
    this.bar.showState();
  }

  // What Python says: rows that changed, operations settled, and those refused with the reason.
  news(reply, settled, failed) {
    if (this.held.down || this.selection.pressed) {
      this.unread.push([reply, settled, failed]);
      return;
    }
    const marked = this.data.bookmark;
    this.show(this.model.learn(reply, hub.ops));
    if (this.data.bookmark !== marked) this.text.showBookmark();
    this.player.learn();
    const followed = new Set(failed.map(([op]) => op.after));
    for (const [op, refusal] of failed) {
      const { message, hint } = refusal;
      this.tell(`Not done: ${message}. ${hint || ""}`, { kind: "error" });
      if (followed.has(op.id)) continue; // what came after it has the newer words
      if (op.kind === "memo") this.memos.conflict(op, refusal);
      else if (op.kind === "code.edit") this.tree.conflict(op, refusal);
      else if (op.kind === "turn.words") this.correcting.conflict(op, refusal);
    }
    const reversed = settled.some(({ kind }) => kind === "undo" || kind === "redo");
    const refused = failed.some(([{ kind }]) => kind === "decide");
    if (reversed) this.card.show();
    if (reversed || refused) this.proposals.reconsider();
    this.bar.showState();
  }

  // Take in what came while the mouse was held down.
  catchUp() {
    if (this.held.down || this.selection.pressed) return;
    for (const news of this.unread.splice(0)) this.news(...news);
    hub.letGo();
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
    const gone = missing(codings, [...data.codings, ...(data.carried ?? [])]);
    this.news({ ...data, gone, memos_gone: missing(memos, data.memos) }, [], []);
    this.attach(data);
  }

  // ── drawing what changed ──

  show({ codings, settled, codes, memos, heard }) {
    if (heard) this.hear(heard);
    if (codes) {
      this.filter.use();
      this.filters.show();
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
    }
    if (memos) {
      this.text.showMemoMarks();
      this.text.showBookmark();
      this.margin.redrawAll();
    }
    if (codes || codings.length || settled.length || memos) this.card.show();
    if (codes || codings.length || settled.length) this.proposals.changed();
    if (codes || codings.length) this.segments.mark();
    if (codes || codings.length || settled.length) this.reading.refresh();
  }

  // Somebody has corrected who says what.
  hear(what) {
    if (what === "names") this.text.rename();
    else if (what === "beside") this.settings.steadily(() => this.text.beside.refreshAll());
    if (what === "names" || what === "beside") return;
    const top = Math.min(this.model.turnAt(this.text.topUnit()), this.model.turns.length - 1);
    const cursor = this.selection.cursor ?? this.selection.start;
    this.bar.showBeside();
    this.settings.use();
    this.text.rebuild();
    this.margin.watch();
    this.selection.forget();
    this.player.turned();
    this.redrawAll();
    this.text.showMemoMarks();
    this.text.showBookmark();
    this.sight.scrollToTurn(Math.min(top, this.model.turns.length - 1));
    this.selection.focusTurn(this.model.turnAt(cursor ?? this.model.turns[top].start), { quietly: true });
    this.proposals.reconsider();
    if (what === "words") {
      if (this.find.active) this.find.changed();
      this.reading.refresh();
    }
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

  // ── what is chosen, and what is shown ──

  choose(id, { keep = false } = {}) {
    if (id === this.selected) return;
    const before = this.selected;
    this.selected = id;
    if (id && !keep) this.selection.clear();
    const both = [before, id].map((key) => this.model.view.codings.get(key)).filter(Boolean);
    this.text.refresh(both);
    if (!this.selection.empty) this.selection.show();
    this.margin.redrawAll();
    this.handles.show();
    this.card.show();
    this.segments.mark();
  }

  selectionChanged(keyboard) {
    if (this.proposals.current) this.dock.draw();
    this.mouse.selected(keyboard);
  }

  letGo() {
    this.mouse.float.hidden = true;
    if (!this.selection.empty) this.selection.clear();
    else if (this.dock.why !== null) this.proposals.why();
    else if (this.selected) this.choose(null);
    else if (this.proposals.restore()) return;
    else if (this.proposals.current) this.proposals.leave();
    else if (this.find.active) this.find.close();
  }

  // Show only some codes, or all; `also` lets one more through, or no longer.
  filterCode(code, { also = false } = {}) {
    const { codes } = this.filter.wanted;
    const rest = codes.filter((other) => other !== code);
    this.filters.want({ codes: !code ? [] : also ? (rest.length < codes.length ? rest : [...codes, code]) : [code] });
  }
}

export default mounting(Desk, ({ data: shown }, data) => (
  shown.id === data.id && shown.coder === data.coder && shown.text === data.text));
