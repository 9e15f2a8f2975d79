// Keys that are pressed while a desk is on its way, done once it is there: those that show something
// and keep nothing. What would code or decide is let go: nobody has seen yet on what.

const SHOWING = new Set("jk.,g><GF/HaARTutbh+=-?".split("").concat("ArrowRight", "ArrowLeft"));
const LONGEST_MS = 8000;

export class Early {
  constructor(now = () => performance.now()) {
    this.now = now;
    this.keys = [];
  }

  // Listen for as long as the page is open; `waits` tells whether a desk is on its way.
  listen(waits) {
    if (this.listening) return;
    this.listening = true;
    document.addEventListener("keydown", (event) => {
      if (waits() && !event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]")) this.keep(event);
    }, true);
  }

  keep({ key, code, shiftKey, ctrlKey, metaKey, altKey }) {
    if (SHOWING.has(key) && !ctrlKey && !metaKey && !altKey) this.keys.push({ key, code, shiftKey, at: this.now() });
  }

  // Press what was kept on an element, each key once; what was long ago is not meant any more.
  press(element) {
    const fresh = this.keys.filter(({ at }) => this.now() - at < LONGEST_MS);
    this.keys = [];
    for (const { key, code, shiftKey } of fresh) {
      element.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }));
    }
  }
}

// The channel listens, the desk presses: separate modules that must meet in one, as for the hub.
export const early = (globalThis.__codingEarly ??= new Early());
