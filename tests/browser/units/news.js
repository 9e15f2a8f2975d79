import { listen, turnDeaf } from "/desk/wire/news.js";
import { equal, test } from "./harness.js";

// Let the app answer a mark; return what was asked, and a way to ask once.
async function looked(mark, wanted = "") {
  const { fetch } = globalThis;
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    if (mark instanceof Error) throw mark;
    return { ok: mark !== null, text: async () => (typeof mark === "function" ? mark() : mark) };
  };
  try {
    await beat();
  } finally {
    globalThis.fetch = fetch;
  }
  return asked;
}

// One clock for the page: the first to listen sets it.
let beat = null;
function heard(mark, transcript = () => "") {
  const woken = [];
  const { setInterval } = globalThis;
  globalThis.setInterval = (look, every) => {
    beat = look;
    equal(every, 2000);
    return 1;
  };
  const news = () => woken.push("news");
  listen({ mark, beat: 2000 }, transcript, news);
  globalThis.setInterval = setInterval;
  return [woken, news];
}

let transcript = "";

test("news: the app is asked for the mark, and a page that shows it already is left alone", async () => {
  const [woken] = heard("a1", () => transcript);
  equal(await looked("a1"), ["/news?transcript="]);
  transcript = "x 1";
  equal(await looked("a1"), ["/news?transcript=x+1"]);
  equal(woken, []);
});

test("news: another mark wakes whoever listened last, at each look until it is told", async () => {
  const [before] = heard("a1");
  const [woken] = heard("a1");
  await looked("b2");
  await looked("b2");
  equal([before, woken], [[], ["news", "news"]]);
  const [told] = heard("b2");
  await looked("b2");
  equal(told, []);
});

test("news: no answer, a refusal and a study that nobody shows are no news", async () => {
  const [woken] = heard("a1");
  for (const answer of [new Error("gone"), null, ""]) await looked(answer);
  equal(woken, []);
});

test("news: an answer that comes after Python has told more is late", async () => {
  const [woken] = heard("a1");
  await looked(() => {
    heard("b2");
    return "a1";
  });
  equal(woken, []);
});

test("news: who listens no more is not woken, and nothing is asked", async () => {
  const [woken, news] = heard("a1");
  turnDeaf(() => {});
  await looked("b2");
  turnDeaf(news);
  equal(await looked("b2"), []);
  equal(woken, ["news"]);
});
