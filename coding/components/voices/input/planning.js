// What somebody does in the outline: order, words, what leaves it; and the keys for it.

import { Acts } from "./acts.js";

export class Planning extends Acts {
  pick(item) {
    this.board.item = this.board.item === item ? "" : item;
    this.render();
  }

  go(by) {
    const { board } = this;
    board.item = board.beside(by);
    this.render();
    return board.item;
  }

  // A section before the one above it, or behind the one below.
  shiftSection(section, by) {
    const { sections } = this.board;
    const at = sections.findIndex(({ id }) => id === section);
    if (!sections[at + by]) return;
    const before = sections[by < 0 ? at - 1 : at + 2]?.id ?? "";
    this.send({ act: "move section", section, before });
  }

  begin(writing) {
    this.board.writing = writing;
    this.render();
  }

  // What was written is kept; nothing written is nothing done.
  finish(text) {
    const { writing } = this.board;
    if (!writing) return;
    this.board.writing = null;
    const words = text.trim();
    if (!words || words === writing.text) this.render();
    else if (writing.kind === "section") this.addSection(words.replace(/\s+/g, " "));
    else if (writing.kind === "name") this.send({ act: "rename", section: writing.section, name: words, version: writing.version });
    else if (writing.item) this.send({ act: "write", item: writing.item, text: words, version: writing.version });
    else this.send({ act: "words", section: writing.section, kind: writing.kind, text: words });
  }

  drop() {
    this.board.writing = null;
    this.render();
  }

  // As a quotation with its label, for a word processor and as plain text.
  async copy({ text, beside, below, language, besideLanguage }, lines) {
    const label = below ? `(${below})` : "";
    const plain = [text, beside, label].filter(Boolean).join("\n");
    const html = lines([[text, language], [beside, besideLanguage], [label, ""]]);
    const kinds = { "text/plain": plain, "text/html": html };
    const blobs = Object.entries(kinds).map(([type, words]) => [type, new Blob([words], { type })]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } catch {
      await navigator.clipboard.writeText(plain);
    }
    this.board.copied = true;
    this.render();
    setTimeout(() => {
      this.board.copied = false;
      this.render();
    }, 1500);
  }
}

const FIELDS = "input, textarea, select, [contenteditable], [role=dialog], [role=combobox]";

export function listenToKeys(view, signal) {
  const { acts, board, root } = view;
  const walk = (by) => root.querySelector(`[data-item="${CSS.escape(acts.go(by))}"]`)?.focus();
  const plain = {
    ArrowDown: () => walk(1), ArrowUp: () => walk(-1), Delete: () => acts.takeOut(board.item),
    e: () => view.outline.edit(board.current), c: () => view.outline.copy(board.current),
  };
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!root.isConnected || event.defaultPrevented || target.closest?.(FIELDS)) return;
    const held = event.ctrlKey || event.metaKey;
    if (held && key.toLowerCase() === "z") acts.undo(event.shiftKey);
    else if (held || !root.contains(target)) return;
    else if (event.altKey) {
      if (!["ArrowUp", "ArrowDown"].includes(key)) return;
      const by = key === "ArrowUp" ? -1 : 1;
      const { item } = target.closest("[data-item]")?.dataset ?? {};
      const { section } = target.closest("[data-section]")?.dataset ?? {};
      if (item) acts.shift(item, by);
      else if (section) acts.shiftSection(section, by);
      else return;
    } else if (target.closest("[data-item]") && plain[key]) plain[key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true, signal });
}
