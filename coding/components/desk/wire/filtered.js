// The one filter of the desk and the pages: kept by the window, the later of both sides counts.

import { hub } from "./hub.js";

let pushed = 0;

/** Return what is kept under a key: what is let through, and when that was said. */
export function restored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) || {};
  } catch {
    return {};
  }
}

/** Keep what was chosen on the desk, and let the pages know. */
export function keepFilter(key, wanted) {
  const kept = { ...wanted, n: Date.now() };
  store(key, kept);
  hub.filtered?.(kept);
}

/** Keep what was chosen on a page; hand up what the desk said later, as after a reload. */
export function meetFilter(told, push) {
  hub.filtered = push;
  if (!told) return;
  const kept = restored(told.key);
  const said = kept.n ?? 0;
  if (said < told.n) store(told.key, { ...told.wanted, n: told.n });
  else if (said > told.n && said > pushed) {
    pushed = said;
    push(kept);
  }
}

function store(key, kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // It then lasts as long as the page.
  }
}
