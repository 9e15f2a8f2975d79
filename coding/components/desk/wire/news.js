// Ask every few seconds whether somebody has changed something. Only then is Python woken: each run
// of even a small part of a page keeps the browser busy for a third of a second.

let told = "";
let wake = null;
let where = () => "";
let timer = 0;

/** Ask from now on, every `beat` milliseconds; a mark that is not `mark` calls `news`.
 *  `transcript` tells the id of the one that is open on the desk, if any. */
export function listen({ mark, beat }, transcript, news) {
  told = mark;
  wake = news;
  where = transcript;
  timer ||= setInterval(look, beat);
}

/** Wake `news` no more. */
export function turnDeaf(news) {
  if (wake === news) wake = null;
}

async function look() {
  if (!wake) return;
  const known = told;
  const mark = await asked(where());
  if (mark && mark !== known && known === told) wake?.();
}

async function asked(transcript) {
  try {
    const answer = await fetch(`/news?${new URLSearchParams({ transcript })}`);
    return answer.ok ? await answer.text() : "";
  } catch {
    return ""; // that the app is gone Streamlit says
  }
}
