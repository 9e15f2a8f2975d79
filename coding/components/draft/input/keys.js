// Every key of the page, in one table.

import { latin } from "../../common/input/latin.js";

const KEYS = {
  j: (acts) => acts.step(1), n: (acts) => acts.step(1), k: (acts) => acts.step(-1), p: (acts) => acts.step(-1),
  o: (acts) => acts.decide("other"), x: (acts, card) => card.binds(card.board.current) && acts.decide("none"),
  f: (acts) => acts.later(), w: (acts) => acts.promise(), r: (acts) => acts.reopen(), u: (acts) => acts.unbind(),
  A: (acts) => acts.bindAll(), s: (acts) => acts.bindList(), e: (acts, card) => acts.finding() && card.askReason(),
  g: (acts) => acts.turn(), b: (_, card) => card.bindAgain(), v: (_, card) => card.toggleValues(), "/": (_, card) => card.find(),
};

// A digit binds the claim to what it stands before; with ⇧ it takes it for a sum.
function numbered(view, { code, shiftKey }) {
  const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code) ?? [];
  const { current } = view.board;
  if (!digit || !current || !view.card.asks(current)) return false;
  if (shiftKey) view.acts.take(Number(digit) - 1);
  else view.acts.bind(Number(digit) - 1);
  return true;
}

export function listenToKeys(view, signal) {
  addEventListener("keydown", (event) => {
    if (!view.root.isConnected || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=combobox]")) return;
    const key = latin(event);
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "z") return;
      view.acts.undo(event.shiftKey);
    } else if (key === "Escape") {
      if (!view.board.refusal) return;
      view.acts.dismiss();
    } else if (numbered(view, event)) {
      // done
    } else {
      const act = KEYS[key];
      if (!act || !view.board.current) return;
      act(view.acts, view.card);
    }
    event.preventDefault();
  }, { signal });
}
