// Every key of the page, in one table.

import { latin } from "../../common/input/latin.js";
import { RELATION_OF_KEY } from "../state/board.js";

const KEYS = {
  ...Object.fromEntries(Object.entries(RELATION_OF_KEY).map(([key, relation]) => [key, (acts) => acts.decide(relation)])),
  f: (acts) => acts.putOff(), j: (acts) => acts.step(1), k: (acts) => acts.step(-1), i: (acts) => acts.put(),
  "<": (acts) => acts.beside(-1), ">": (acts) => acts.beside(1),
};

export function listenToKeys(view, signal) {
  addEventListener("keydown", (event) => {
    const { acts, board, root } = view;
    if (!root.isConnected || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=combobox]")) return;
    const key = latin(event);
    if (event.altKey) {
      const item = event.target.closest?.("[data-item]")?.dataset.item;
      if (!item || !["ArrowUp", "ArrowDown"].includes(key)) return;
      acts.shift(item, key === "ArrowUp" ? -1 : 1);
    } else if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "z") return;
      acts.undo(event.shiftKey);
    } else if (board.data.mode === "figure" && KEYS[key]) KEYS[key](acts, board);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true, signal });
}
