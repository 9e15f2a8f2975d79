// Two people wrote one text at once: both stand side by side, and somebody decides.

import { moment } from "../../common/view/dates.js";
import { h } from "../../common/view/dom.js";
import { joined } from "../state/drafts.js";
import { button, dialog } from "./dom.js";

const NAMES = {
  text: "", name: "Name", definition: "Definition", include: "Include", exclude: "Exclude",
  color: "Colour", keywords: "Keywords", examples: "Examples", indicators: "Survey figures",
};

// `refusal` is what Python said; `keep(texts)` and `leave()` are called for mine and theirs. What
// stands on the right may be changed before it is kept. Closed undecided, nothing is dropped.
export function settle(root, title, { clashes, by, at }, { keep, leave, later }) {
  const when = at ? ` at ${moment(at)}` : "";
  const areas = new Map();
  const pairs = clashes.map(([field, mine, theirs]) => {
    const name = NAMES[field.split(".")[0]] ?? field;
    const area = h("textarea", {
      rows: 6, value: mine, "aria-label": name ? `${name}: what you typed` : "What you typed",
    });
    areas.set(field, area);
    return h(
      "div", { className: "cd-both" },
      h("div", { className: "cd-theirs" }, h("h3", {}, heading(name, "What stands there now")), h("p", {}, theirs || "Nothing: it is empty.")),
      h("div", {}, h("h3", {}, heading(name, "What you typed")), area),
    );
  });
  let decided = false;
  const decide = (act) => {
    decided = true;
    box.close();
    act();
  };
  const texts = () => Object.fromEntries([...areas].map(([field, area]) => [field, area.value]));
  const box = dialog(
    root, title,
    [
      h("p", {}, `${by || "Somebody else"} has changed this${when} while you were writing. Nothing is lost: choose.`),
      ...pairs,
      h(
        "footer", {},
        button("Keep theirs", () => decide(leave)),
        button("Both, to be edited", () => {
          for (const [field, mine, theirs] of clashes) areas.get(field).value = joined(field.split(".")[0], mine, theirs);
          areas.values().next().value.focus();
        }),
        button("Keep mine", () => decide(() => keep(texts())), { primary: true, key: "Ctrl ↵" }),
      ),
    ],
    { className: "cd-wide", done: () => decided || later(texts()) },
  );
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) decide(() => keep(texts()));
  });
  areas.values().next().value.focus();
}

function heading(name, what) {
  return name ? `${name}: ${what.toLowerCase()}` : what;
}
