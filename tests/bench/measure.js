// Loaded into the page before anything else: what the benchmark of the desk asks of the browser.

globalThis.bench = {
  opened: 0,

  // From the next click to the first painted turn.
  watchOpening() {
    addEventListener("click", (event) => {
      const look = () => {
        if (!document.querySelector(".cd-turn")) requestAnimationFrame(look);
        else afterPaint(() => (bench.opened = performance.now() - event.timeStamp));
      };
      look();
    }, { capture: true, once: true });
  },

  bringIntoView(i) {
    const scroller = document.querySelector(".cd-scroller");
    const turn = document.querySelectorAll(".cd-turn")[i].getBoundingClientRect();
    scroller.scrollTop += turn.top - scroller.getBoundingClientRect().top - 200;
  },

  // Select some characters of a turn, as the end of a drag would.
  select([i, from, length]) {
    const words = document.querySelectorAll(".cd-turn")[i].querySelector(".cd-words");
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    const place = (at) => {
      for (const text of texts) {
        if (at <= text.length) return [text, at];
        at -= text.length;
      }
      return [texts.at(-1), texts.at(-1).length];
    };
    const all = words.textContent.length;
    const range = document.createRange();
    range.setStart(...place(Math.min(from, Math.max(0, all - 12))));
    range.setEnd(...place(Math.min(all, from + length)));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    for (const event of ["pointerdown", "pointerup"]) {
      words.dispatchEvent(new PointerEvent(event, { bubbles: true, button: 0 }));
    }
  },

  // Promise [ms until the next key or click is seen, ms until it is acknowledged].
  watchAct() {
    const hub = globalThis.__codingHub;
    let asked = 0;
    let seen = 0;
    let seeing = false;
    const ending = new AbortController();
    const start = (event) => (asked ||= event.timeStamp);
    const early = { capture: true, signal: ending.signal };
    addEventListener("keydown", start, early);
    addEventListener("pointerup", start, early);
    bench.act = new Promise((done) => {
      const drawn = new MutationObserver((changes) => {
        const fresh = (node) => node.nodeType === 1 && node.matches(".cd-mark.cd-pending");
        if (!asked || seeing || !changes.some((c) => [...c.addedNodes].some(fresh))) return;
        seeing = true;
        afterPaint(() => (seen = performance.now()));
      });
      const turns = document.querySelector(".cd-turns");
      drawn.observe(turns, { childList: true, subtree: true });
      const check = () => {
        if (!seen || hub.ops.length) return setTimeout(check, 2);
        drawn.disconnect();
        ending.abort();
        return done([seen - asked, performance.now() - asked]);
      };
      check();
    });
  },

  // The times between frames while scrolling three seconds.
  scroll: () => new Promise((done) => {
    const scroller = document.querySelector(".cd-scroller");
    const frames = [];
    let last = 0;
    const step = (now) => {
      if (last) frames.push(now - last);
      last = now;
      scroller.scrollTop += 90;
      if (frames.length < 180) requestAnimationFrame(step);
      else done(frames);
    };
    requestAnimationFrame(step);
  }),
};

// In the first task after the frame that shows it was laid out, painted and handed over.
function afterPaint(action) {
  requestAnimationFrame(() => scheduler.postTask(action, { priority: "user-blocking" }));
}
