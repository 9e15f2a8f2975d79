// Every shortcut, in one table: what the keys do and what the help says of them.

import { latin } from "../../common/input/latin.js";
import { h } from "../../common/view/dom.js";
import { dialog } from "../view/dom.js";
import { early } from "../wire/early.js";

const SHORTCUTS = [
  ["Read", [
    ["j  k", "next, previous turn"],
    [".  ,", "next, previous coded place"],
    ["g", "go to a turn by its number"],
    [">  <", "next, previous transcript"],
    ["G", "choose an interview, with how far each coder has got"],
    ["F", "filter: some codes, coders, interviews at once; saved ones"],
    ["D", "this interview is done, or not yet"],
    ["/  n  N", "find; next, previous hit"],
    ["l", "passages like what is chosen, in all transcripts"],
    ["H", "find words in all interviews and code what is found"],
    ["a  A", "segments of a code beside the text; next, previous one over all interviews"],
    ["R", "read a code, chosen by its name: its segments over all interviews"],
    ["T", "tables: interviews and groups against codes, summaries in cells"],
    ["u", "back to where you were before you jumped"],
    ["B", "bookmark at this turn, or take it away"],
    ["h", "to your bookmark, else to where you stopped last time"],
    ["t", "translation beside the original"],
    ["J  K", "next, previous turn of which it is doubtful what is beside it"],
    ["M", "mend what is beside the turn: a menu"],
    ["Y", "yes, these turns belong together"],
    ["+  −", "larger, smaller text"],
  ]],
  ["Select", [
    ["→  ←", "next, previous word"],
    ["⇧→  ⇧←", "extend by a word"],
    ["⇧↓  ⇧↑", "extend to the end, the beginning of the sentence"],
    ["s", "the sentence"],
    ["x", "the whole turn"],
    ["drag, double, triple click", "words, a word, a sentence (Alt: exactly)"],
    ["esc", "let go"],
  ]],
  ["Code", [
    ["1 … 9 0", "one of the ten codes at hand"],
    ["c", "any code, or a new one"],
    ["v", "in vivo: the words themselves as a new code"],
    ["r", "recode what is chosen"],
    ["m", "memo on what is chosen, else on the turn"],
    ["O", "in your own words: a line on what is chosen"],
    ["*", "a star on what is chosen, two, three, none"],
    ["i", "put what is chosen into a section of the report"],
    ["[  {  }  ]", "start earlier, later; end earlier, later"],
    ["⌫", "remove what is chosen"],
  ]],
  ["Hear the recording", [
    ["z", "hear from what is chosen or the turn, or pause"],
    ["Z", "back three seconds"],
    ["(  )", "slower, faster"],
    ["L", "again and again what is chosen, or no longer"],
    ["I", "the turn begins where the recording is now"],
  ]],
  ["Who speaks, and what", [
    ["S", "correct who says the turn: a menu, as on the speaker’s name"],
    ["C", "correct the words of the turn; what is coded stays on its words"],
  ]],
  ["Suggestions", [
    ["p  P", "next, previous passage with suggestions"],
    ["q  w  e", "accept the first, second, third; of selected words only those are coded"],
    ["Q  W  E", "refuse the first, second, third"],
    ["[  ]", "take the first, the last sentence off before accepting; with shift a word"],
    ["o", "the other suggestion here: its words are marked, and trimmed"],
    ["d", "none of these: refuse what is left"],
    ["f", "skip: leave them for later"],
    ["y", "why (? too, while such a passage has the focus)"],
  ]],
  ["Anything", [
    ["Ctrl Z", "undo"],
    ["Ctrl ⇧ Z", "redo"],
    ["b", "codebook beside the text"],
    ["?", "these shortcuts"],
  ]],
];

export function help(desk) {
  dialog(
    desk.root, "Shortcuts",
    [
      h(
        "div", { className: "cd-help" },
        ...SHORTCUTS.map(([title, rows]) =>
          h(
            "section", {},
            h("h3", {}, title),
            h(
              "dl", {},
              ...rows.flatMap(([keys, what]) => [
                h("dt", {}, ...keys.split("  ").map((k) => h("kbd", {}, k))),
                h("dd", {}, what),
              ]),
            ),
          )),
      ),
    ],
    { className: "cd-wide" },
  );
}

export function listenToKeys(desk) {
  const { selection } = desk;
  // The edges of what is proposed are trimmed, those of what is coded are moved.
  const edge = (which, by, unit) =>
    (desk.proposals.trimmable ? desk.proposals.trim(which, unit) : desk.acts.moveEdge(which, by));
  const plain = {
    j: () => desk.proposals.turn(1),
    k: () => desk.proposals.turn(-1),
    ".": () => desk.travel.nextCoding(1),
    ",": () => desk.travel.nextCoding(-1),
    g: () => desk.travel.askTurn(),
    ">": () => desk.travel.otherTranscript(1),
    "<": () => desk.travel.otherTranscript(-1),
    "/": () => desk.find.open(),
    n: () => desk.find.step(1),
    N: () => desk.find.step(-1),
    l: () => desk.travel.moreLikeThis(),
    H: () => desk.segments.search(),
    G: () => desk.picker.toggle(),
    F: () => desk.filters.toggle(),
    D: () => desk.picker.markDone(),
    a: () => desk.segments.step(1),
    A: () => desk.segments.step(-1),
    R: () => desk.segments.pick(),
    t: () => desk.settings.toggleParallel(),
    J: () => desk.pairing.step(1),
    K: () => desk.pairing.step(-1),
    M: () => desk.pairing.byKey(),
    Y: () => desk.pairing.confirm(),
    b: () => desk.settings.toggleSide(),
    "+": () => desk.settings.size(1),
    "=": () => desk.settings.size(1),
    "-": () => desk.settings.size(-1),
    ArrowRight: () => selection.byWord(1, false),
    ArrowLeft: () => selection.byWord(-1, false),
    "shift+ArrowRight": () => selection.byWord(1, true),
    "shift+ArrowLeft": () => selection.byWord(-1, true),
    "shift+ArrowDown": () => selection.bySentence(1),
    "shift+ArrowUp": () => selection.bySentence(-1),
    s: () => selection.takeSentence(selection.start ?? selection.cursor ?? desk.model.turns[selection.turn].start),
    x: () => selection.takeTurn(selection.turn),
    Escape: () => desk.letGo(),
    c: () => desk.acts.openPalette(),
    v: () => desk.acts.inVivo(),
    r: () => desk.acts.recode(),
    m: () => desk.memos.here(),
    O: () => desk.memos.ownWords(),
    "*": () => desk.acts.star(),
    i: () => desk.acts.section(),
    u: () => desk.travel.back(),
    B: () => desk.travel.bookmark(),
    h: () => desk.travel.toBookmark(),
    T: () => desk.travel.turn("tables"),
    S: () => desk.speaking.byKey(),
    C: () => desk.correcting.open(),
    "[": () => edge("start", -1, "sentence"),
    "{": () => edge("start", 1, "word"),
    "}": () => edge("end", -1, "word"),
    "]": () => edge("end", 1, "sentence"),
    Delete: () => desk.acts.removeChosen(),
    Backspace: () => desk.acts.removeChosen(),
    z: () => desk.player.toggle(),
    Z: () => desk.player.back(),
    "(": () => desk.player.pace(-1),
    ")": () => desk.player.pace(1),
    L: () => desk.player.toggleLoop(),
    I: () => desk.player.setTime(),
    p: () => desk.proposals.step(1),
    P: () => desk.proposals.step(-1),
    q: () => desk.proposals.decide(0, "accept"),
    w: () => desk.proposals.decide(1, "accept"),
    e: () => desk.proposals.decide(2, "accept"),
    Q: () => desk.proposals.decide(0, "reject"),
    W: () => desk.proposals.decide(1, "reject"),
    E: () => desk.proposals.decide(2, "reject"),
    d: () => desk.proposals.decideRest("reject"),
    f: () => desk.proposals.decideRest("skip"),
    y: () => desk.proposals.why(),
    o: () => desk.proposals.turnTo(),
    "?": () => (desk.proposals.current ? desk.proposals.why() : help(desk)),
  };
  const withControl = {
    z: () => desk.acts.reverse("undo"),
    "shift+z": () => desk.acts.reverse("redo"),
    y: () => desk.acts.reverse("redo"),
  };

  desk.listen(
    document, "keydown",
    (event) => {
      const { target } = event;
      const inside = desk.root.contains(target);
      if (!inside && target !== document.body && target !== document.documentElement) return;
      if (target.closest?.("input, textarea, select, dialog, .cd-palette, .cd-picker, .cd-menu, [contenteditable]")) return;
      const onButton = target.closest?.("button, a");
      if (onButton && (event.key === "Enter" || event.key === " ")) return;
      if (event.altKey) return;
      const control = event.ctrlKey || event.metaKey;
      const typed = latin(event);
      const shift = event.shiftKey && (control || typed.startsWith("Arrow")) ? "shift+" : "";
      const caps = !event.shiftKey && /^[A-Z]$/.test(typed);
      const key = typed.length === 1 && (control || caps) ? typed.toLowerCase() : typed;
      const digit = !control && !event.shiftKey && /^[0-9]$/.test(event.key);
      const act = digit ? () => desk.acts.number(event.key) : (control ? withControl : plain)[shift + key];
      // Streamlit has shortcuts of its own (r, c) that would rerun the app.
      if (!control && /^[rc]$/i.test(typed)) event.stopPropagation();
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      if (desk.travel.between) {
        early.keep(event); // meant for the next interview
        return;
      }
      desk.started = performance.now();
      act();
    },
    true,
  );
}
