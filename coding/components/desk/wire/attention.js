// What on a page of Streamlit's needs to be left alone, or to be seen.

let report = null;
let typing = false;
let waiting = false;
let leaving = 0;
// Milliseconds in which a table has surely sent what was typed: it gathers it for 150.
const SENT = 1000;
// What a press brings up elsewhere on the page: two texts that clash, what a backup would change.
const BROUGHT_UP = '.stVerticalBlock:is([class*="st-key-clash-"], .st-key-restore)';
const shown = new WeakSet();
// As long as nobody has gone on from there, what comes into it is in sight too.
const growing = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target === document.activeElement) target.scrollIntoView({ block: "nearest" });
    else growing.unobserve(target);
  }
});

/** Call `tell` with true as long as a cell of a table is being typed in, then with false. */
export function attend(tell) {
  report = tell;
  look();
}

function look() {
  waiting = false;
  const open = document.querySelector(".gdg-input") !== null;
  clearTimeout(leaving);
  if (open && !typing) tell(true);
  if (!open && typing) leaving = setTimeout(tell, SENT, false);
  for (const box of document.querySelectorAll(BROUGHT_UP)) {
    if (shown.has(box)) continue;
    shown.add(box);
    box.tabIndex = -1;
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
    growing.observe(box);
  }
}

function tell(now) {
  typing = now;
  report?.(now);
}

function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(look);
}

// Streamlit's grid takes a cell as it was drawn last, not as it stands: of who types fast, or where
// the machine is slow, the last letters or all of them are gone. The key that leaves a cell waits
// until the grid has drawn it.
const DRAWN = 100;
const LOOK = 20;
const LONGEST = 5000;
let typed = -DRAWN;

addEventListener("input", ({ target }) => {
  if (isCell(target)) typed = performance.now();
}, { capture: true });

let forced = null;

addEventListener("keydown", (event) => {
  const { key, code, keyCode, shiftKey, ctrlKey, metaKey, target } = event;
  if (event === forced || !isCell(target) || (key !== "Enter" && key !== "Tab") || isDrawn(target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const again = { key, code, keyCode, shiftKey, ctrlKey, metaKey, bubbles: true, cancelable: true };
  const until = performance.now() + LONGEST;
  const leave = () => {
    if (!target.isConnected) return;
    if (!isDrawn(target) && performance.now() < until) setTimeout(leave, LOOK);
    else target.dispatchEvent((forced = new KeyboardEvent("keydown", again)));
  };
  setTimeout(leave, LOOK);
}, { capture: true });

// Beside the field stands what the grid has drawn of it, to measure its height by.
function isDrawn(field) {
  const drawn = field.previousElementSibling?.textContent ?? `${field.value}\n`;
  return performance.now() - typed >= DRAWN && drawn === `${field.value}\n`;
}

function isCell(target) {
  return target?.classList?.contains("gdg-input") ?? false;
}

if (document.body) new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
