// Links amid the words of a page turn the page by Python: followed by the browser they would load
// the app anew, and what is open in it would be gone.

let turn = null;

/** Call `take` with the address, and the link, of each within the app that is clicked plainly. */
export function takeWays(take) {
  turn = take;
}

function clicked(event) {
  const link = event.target.closest?.("a.pg-way");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || !turn) return;
  event.preventDefault();
  turn(link.getAttribute("href"), link);
}

addEventListener("click", clicked, { capture: true });

/** Say whether Streamlit is at work on the page. */
export function drawing() {
  return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";
}

/** Say whether the page has nothing on it. */
export function bare() {
  return !document.querySelector("[data-testid=stMain]")?.querySelector("h1, .cd-root");
}
