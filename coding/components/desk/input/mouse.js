// What the mouse does besides selecting: choosing codings, menus, and the codes at hand.

import { h } from "../../common/view/dom.js";
import { menu } from "../view/dom.js";

const ASIDE = 150; // pixels of margin in which the codes at hand can be read

export class Mouse {
  constructor(desk) {
    this.desk = desk;
    this.lit = []; // the elements of the codings under the pointer
    this.float = h("div", { className: "cd-float", hidden: true, role: "toolbar", "aria-label": "Code the selection" });
  }

  begin() {
    const { desk } = this;
    const { root, scroller } = desk;
    desk.listen(root, "click", (event) => this.clicked(event));
    desk.listen(scroller, "contextmenu", (event) => this.rightClicked(event));
    desk.listen(scroller, "pointerover", (event) => this.over(event));
    desk.listen(scroller, "pointerout", () => this.light([]));
  }

  clicked(event) {
    const { desk } = this;
    const number = event.target.closest(".cd-number");
    if (number) desk.selection.takeTurn(Number(number.closest(".cd-turn").dataset.i), event.shiftKey);
    const who = event.target.closest(".cd-says");
    if (who) {
      const { left, bottom } = who.getBoundingClientRect();
      desk.speaking.menu(Number(who.closest(".cd-turn").dataset.i), left, bottom + 4);
    }
    const heard = event.target.closest(".cd-hear");
    if (heard) desk.player.hearTurn(Number(heard.closest(".cd-turn").dataset.i));
    const there = event.target.closest(".cd-parallel .cd-mark");
    if (there) desk.choose(desk.selection.smallest(there.dataset.ids.split(" ")), { keep: true });
    const mends = event.target.closest(".cd-pair-said, .cd-there-number");
    if (mends) desk.pairing.clicked(mends);
    const coding = event.target.closest(".cd-label, .cd-bracket");
    if (coding) {
      const { id } = coding.dataset;
      desk.choose(id === desk.selected ? null : id);
    }
  }

  rightClicked(event) {
    const { desk } = this;
    const turn = event.target.closest(".cd-turn");
    if (!turn) return;
    event.preventDefault();
    const label = event.target.closest(".cd-label, .cd-bracket");
    const mark = event.target.closest(".cd-mark");
    if (label) desk.choose(label.dataset.id);
    else if (mark && desk.selection.empty) desk.choose(desk.selection.smallest(mark.dataset.ids.split(" ")));
    this.menu(Number(turn.dataset.i), event.clientX, event.clientY);
  }

  // A title made when the pointer comes costs nothing at painting.
  over(event) {
    const element = event.target.closest(".cd-mark, .cd-label, .cd-bracket");
    if (!element) return;
    const ids = element.dataset.ids?.split(" ") || [element.dataset.id];
    element.title = ids.map((id) => this.describe(id)).filter(Boolean).join("\n");
    const { scroller } = this.desk;
    // Of several on the same words it is the one that a click would choose.
    this.light([this.desk.selection.smallest(ids)].flatMap((id) => [...scroller.querySelectorAll(`.cd-margin [data-id="${id}"], .cd-mark[data-ids~="${id}"]`)]));
  }

  light(elements) {
    for (const element of this.lit) element.classList.remove("cd-lit");
    this.lit = elements;
    for (const element of elements) element.classList.add("cd-lit");
  }

  describe(id) {
    const { model } = this.desk;
    const coding = model.view.codings.get(id);
    if (!coding) return "";
    const memo = model.memoOf("coding", id);
    const over = this.desk.model.beside.over(coding);
    return `${model.name(coding.code)} · ${coding.coder}${over ? ` · ${over}` : ""}${memo ? ` · ${memo.text}` : ""}`;
  }

  menu(i, x, y) {
    const { acts, memos, model, quick, root, selection, travel } = this.desk;
    const items = [];
    if (acts.range()) {
      quick.slots.slice(0, 5).forEach((code, k) => {
        if (code) items.push([model.name(code), () => acts.apply([code]), String(k + 1)]);
      });
      items.push(["Another code …", () => acts.openPalette(), "c"], ["In vivo code", () => acts.inVivo(), "v"], null);
    }
    if (acts.chosen) {
      items.push(
        ["Recode …", () => acts.recode(), "r"], ["Memo on the coding", () => memos.here(), "m"],
        ["Remove the coding", () => acts.removeChosen(), "⌫"], null,
      );
    }
    items.push(
      ["Select the turn", () => selection.takeTurn(i), "x"],
      ["Memo on the turn …", () => memos.turn(i), "m"],
      ["Who speaks …", () => this.desk.speaking.menu(i, x, y), "S"],
      ["Correct the words …", () => this.desk.correcting.open(i), "C"],
      ...this.desk.player.items(i),
      ["More like this", () => travel.moreLikeThis(i), "l"],
      ["Copy a link to the turn", () => travel.copyLink(i)],
    );
    menu(root, x, y, items, { label: "What to do here" });
  }

  // A small bar under a fresh selection offers the codes at hand.
  selected(keyboard) {
    const { acts, model, quick, selection, text } = this.desk;
    const { float } = this;
    if (selection.empty || keyboard) {
      float.hidden = true;
      return;
    }
    const rects = text.range(selection.start, selection.end).getClientRects();
    if (!rects.length) return;
    float.replaceChildren(
      ...quick.slots.slice(0, 4).map((code, k) => code && h(
        "button",
        { type: "button", className: "cd-code", style: { "--c0": model.style(code).colour }, onclick: () => acts.apply([code]) },
        h("kbd", {}, String(k + 1)), h("span", { className: "cd-chip" }, model.style(code).letters), h("span", { className: "cd-name", title: model.name(code) }, model.short(code)),
      )).filter(Boolean),
      h("button", { type: "button", onclick: () => acts.openPalette() }, h("kbd", {}, "c"), "More …"),
      h("button", { type: "button", onclick: () => acts.inVivo() }, h("kbd", {}, "v"), "In vivo"),
    );
    float.hidden = false;
    this.place(rects[0], rects[rects.length - 1]);
  }

  // Beside the selection, in the margin, so that no line is covered; where that has no room below
  // its last line, or above its first.
  place(first, last) {
    const { float } = this;
    const { scroller } = this.desk;
    const frame = scroller.getBoundingClientRect();
    const { left: edge, width: room } = scroller.querySelector(".cd-margin").getBoundingClientRect();
    const aside = room >= ASIDE;
    float.classList.toggle("cd-aside", aside);
    float.style.width = aside ? `${room - 12}px` : "";
    if (aside) {
      const lowest = frame.height - float.offsetHeight - 8;
      float.style.left = `${edge - frame.left + 4}px`;
      float.style.top = `${Math.max(8, Math.min(first.top - frame.top, lowest)) + scroller.scrollTop}px`;
      return;
    }
    const left = Math.max(8, Math.min(last.right - frame.left - 60, scroller.clientWidth - float.offsetWidth - 12));
    const below = last.bottom - frame.top + 8;
    const fits = below + float.offsetHeight < frame.height;
    const top = fits ? below : first.top - frame.top - float.offsetHeight - 8;
    float.style.left = `${left}px`;
    float.style.top = `${top + scroller.scrollTop}px`;
  }
}
