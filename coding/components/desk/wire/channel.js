// The wire between the hub and Python: a component with no face.

import { early } from "./early.js";
import { attend } from "./attention.js";
import { sayEnded } from "./ended.js";
import { meetFilter } from "./filtered.js";
import { hub } from "./hub.js";
import { listen, turnDeaf } from "./news.js";
import { takeWays } from "./ways.js";

const scheme = matchMedia("(prefers-color-scheme: dark)");
// Milliseconds in which Streamlit has surely taken the new scheme over.
const SETTLED = 500;

export default function channel({ data, setStateValue }) {
  const wire = (outbox) => setStateValue("outbox", outbox);
  const fresh = !hub.wire;
  hub.wire = wire;
  // Who codes outlasts a reload, and goes with the browser.
  if (data?.keep) {
    document.cookie = `${data.cookie}=${encodeURIComponent(data.keep)}; path=/; SameSite=Strict`;
  }
  hub.receive(data);
  early.listen(() => !hub.desk && location.pathname.endsWith("/annotate"));
  meetFilter(data?.filter, (filter) => setStateValue("filter", filter));
  if (data?.folder) hub.folder = data.folder;
  sayEnded();
  attend((typing) => setStateValue("typing", typing));
  // Letters of charts have their colour from Python.
  scheme.onchange = ({ matches }) => setTimeout(setStateValue, SETTLED, "dark", matches);
  // A state with a number, since most of what is a trigger is lost amid what the outbox sends.
  hub.way = (to) => setStateValue("way", { to, n: Date.now() });
  takeWays((to, link) => hub.turn(to, () => link.isConnected));
  const news = () => (hub.desk ? hub.flush() : setStateValue("news", Date.now()));
  if (data?.news) listen(data.news, () => (hub.desk ? hub.transcript : ""), news);
  // What was left over from before a reload waits for the desk, whose page shows it meanwhile.
  if (hub.desk && (fresh || hub.ops.length)) hub.flush();
  else if (hub.ops.length) setTimeout(() => hub.flush(), 1500);
  return () => {
    if (hub.wire === wire) hub.wire = null;
    turnDeaf(news);
  };
}
