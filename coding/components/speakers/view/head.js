// Say how many files there are and what becomes of them; import what is ready, or leave.

import { counted, h } from "../../common/view/dom.js";
import { button } from "./dom.js";

export class Head {
  constructor(pane) {
    this.pane = pane;
    this.element = h("header", { className: "sp-head" });
  }

  render() {
    const { model, acts } = this.pane;
    const { data } = model;
    const [ready, asks, bad, known] = ["ready", "asks", "bad", "in"].map((s) => model.group(s).length);
    const parts = [
      ready && ["sp-number", ready, " ready"],
      asks && ["sp-number sp-warn", asks, ` need${asks === 1 ? "s" : ""} you`],
      bad && ["sp-number sp-bad", bad, " cannot be read"],
      known && ["sp-number", known, " in the project already"],
    ].filter(Boolean);
    const verb = asks || bad || known ? `Import the ${ready} ready` : `Import ${ready === 1 ? "it" : `all ${ready}`}`;
    this.element.replaceChildren(
      h("h2", {}, counted(model.files.length, "file")),
      h(
        "p", { className: "sp-sums" },
        ...parts.flatMap(([kind, count, words], n) => [n ? ", " : "", h("strong", { className: kind }, String(count)), words]),
      ),
      h(
        "div", { className: "sp-do" },
        data.eachIds || !data.each ? h(
          "label", { className: "sp-each" },
          h("input", {
            type: "checkbox", checked: data.each, onchange: (event) => acts.push({ kind: "each", on: event.target.checked }),
          }),
          data.eachIds ? `One participant a file: ${data.eachIds}` : "One participant a file",
        ) : null,
        model.nextAsking ? button("Next that needs you", () => acts.nextAsking(), { key: "n", quiet: true }) : null,
        data.undo ? button("Undo", () => acts.push({ kind: "undo" }), { key: "Ctrl Z", quiet: true, title: data.undo }) : null,
        button("Cancel", () => acts.cancel(), { quiet: true, title: "Nothing comes in; the files stay where they are" }),
        ready || !asks
          ? button(ready ? verb : "Nothing to import", () => acts.bringIn("ready"), {
            key: ready ? "Ctrl ↵" : "", primary: true, disabled: !ready,
          })
          : button(asks === 1 ? "Import it as it is" : "Import them as they are", () => acts.bringIn("asks"), {
            title: "What is not known stays not known: it can be said later, on Transcripts or while coding",
          }),
      ),
    );
  }
}
