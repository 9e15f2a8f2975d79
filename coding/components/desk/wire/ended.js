// Say in words of ours that the program has ended: Streamlit asks for a script that nobody has.

import { hub } from "./hub.js";

const THEIRS = /^(?:Is Streamlit still running|Streamlit server is not responding)/;
const TITLE = "The program has ended";

let watch = null;

/** Say from now on how the program is started again, whenever it has ended. */
export function sayEnded() {
  if (watch) return;
  watch = new MutationObserver(reword);
  watch.observe(document.body, { childList: true });
}

/** Say whether it has: Streamlit asks again and again whether it is back. */
export function hasEnded() {
  return document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState === "PINGING_SERVER";
}

/** Return what starts it again. */
export function startsAgain() {
  return `coding open ${hub.folder} --port ${location.port}`;
}

// Only letters are exchanged: the elements are Streamlit's, which takes them away itself.
function reword() {
  for (const box of document.querySelectorAll("[role=dialog]")) {
    const said = letters(box).find(({ data }) => THEIRS.test(data));
    if (!said) continue;
    const again = startsAgain();
    const [code] = letters(box.querySelector("pre"));
    said.data = "Start it again as before, and this page goes on by itself; what you coded since is kept and saved then."
      + ` With the command line, it is: ${code ? "" : again}`;
    if (code) {
      code.data = again;
      Object.assign(code.parentElement.style, { whiteSpace: "pre-wrap", overflowWrap: "anywhere" });
    }
    const [title] = letters(box.querySelector("h2"));
    if (title) title.data = TITLE;
    box.querySelector("[data-testid=stElementToolbarButton]")?.setAttribute("hidden", ""); // copies theirs
  }
}

function letters(element) {
  if (!element) return [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}
