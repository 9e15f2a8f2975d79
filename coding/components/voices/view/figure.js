// The figure: its question, its answers as bars with their intervals, and what they rest on.

import { h } from "../../common/view/dom.js";
import { button } from "./dom.js";

export function figureHead(data, acts) {
  const { answers, previous, next } = data;
  return h(
    "div", {},
    h("nav", { className: "vc-crumb", "aria-label": "Figures" },
      button("Survey", () => acts.send({ act: "survey" }), { className: "vc-link" }),
      h("span", { className: "vc-soft" }, "›"),
      button("All figures", () => acts.go(""), { className: "vc-link" }),
      data.ref && h("span", { className: "vc-soft" }, `› ${data.ref}`),
      h("span", { className: "vc-space" }),
      beside("<", "previous figure", previous, () => acts.beside(-1)),
      beside(">", "next figure", next, () => acts.beside(1)),
      h("span", { className: "vc-soft vc-wide" }, "other figures"),
    ),
    h("div", { className: "vc-figure" },
      h("div", {}, h("h2", { className: "vc-title" }, data.title), data.ask && h("p", { className: "vc-ask" }, `“${data.ask}”`)),
      bars(answers, data.figure, acts),
      h("p", { className: "vc-about vc-soft" }, data.about),
    ),
  );
}

function beside(key, label, figure, onclick) {
  return h("button", { type: "button", className: "vc-keyed", "aria-label": label, title: label, disabled: !figure, onclick }, h("kbd", {}, key));
}

function bars(answers, chosen, acts) {
  const values = answers.flatMap(({ value, high }) => [value ?? 0, high ?? 0]);
  const percent = answers.every(({ unit }) => unit === "%");
  const top = Math.max(percent ? 100 : 0, ...values) || 1;
  return h(
    "div", { className: "vc-bars" },
    answers.map((answer) => bar(answer, answer.id === chosen, top, acts)),
    h("div", { className: "vc-axis", "aria-hidden": "true" }, h("span", {}, ...axis(top, percent).map((mark) => h("span", {}, mark)))),
  );
}

function axis(top, percent) {
  const shown = (value) => String(Math.round(value * 10) / 10);
  return ["0", shown(top / 2), `${shown(top)}${percent ? " %" : ""}`];
}

function bar({ id, option, printed, unit, value, low, high, missing }, on, top, acts) {
  const share = h("i", {});
  share.style.width = `${100 * Math.max(0, Math.min(1, (value ?? 0) / top))}%`;
  const track = h("span", { className: "vc-track" }, share);
  const known = low !== null && high !== null;
  if (known) {
    const whisker = h("u", {});
    whisker.style.left = `${(100 * Math.max(0, low)) / top}%`;
    whisker.style.width = `${(100 * (Math.min(top, high) - Math.max(0, low))) / top}%`;
    track.append(whisker);
  }
  const interval = known ? `${low.toFixed(1)}–${high.toFixed(1)}` : "";
  return h(
    "button", {
      type: "button", className: `vc-bar${on ? " vc-on" : ""}${missing ? " vc-missing" : ""}`, "aria-pressed": String(on),
      "aria-label": `${option}: ${printed} ${unit}${interval && `, 95 % interval ${interval}`}`, onclick: () => !on && acts.go(id),
    },
    h("span", {}, option), track,
    h("span", { className: "vc-value" }, `${printed || "–"} ${unit}`, interval && h("span", {}, interval)),
  );
}
