// Say what each column of a table holds, above some of its rows; the turns below follow at once.

import { counted, h } from "../../common/view/dom.js";

const USES = [
  ["speaker", "Who speaks"],
  ["words", "The words"],
  ["start", "Begins at"],
  ["end", "Ends at"],
  ["tags", "Codes"],
  ["respondent", "Respondent"],
  ["attribute", "Attribute"],
  ["nothing", "Not taken"],
];

export class Columns {
  constructor(pane) {
    this.pane = pane;
    this.element = h("section", { className: "sp-columns", "aria-label": "Columns of the table" });
  }

  render() {
    const { file } = this.pane.model;
    const columns = file?.columns ?? [];
    this.element.hidden = !columns.length;
    if (!columns.length || this.drawn === columns) return;
    this.drawn = columns;
    this.element.replaceChildren(
      h("p", { className: "sp-soft" }, this.says(file)),
      h(
        "div", { className: "sp-sheet", tabIndex: 0, role: "region", "aria-label": "What the columns hold" },
        h(
          "table", {},
          h("thead", {}, h("tr", {}, ...columns.map((column) => this.head(file, column)))),
          h(
            "tbody", {},
            ...columns[0].cells.map((_, row) =>
              h("tr", {}, ...columns.map(({ use, cells }) =>
                h("td", { className: use === "nothing" ? "sp-unused" : "", dir: "auto" }, cells[row])))),
          ),
        ),
      ),
    );
  }

  says(file) {
    if (!file.respondents) return "A table: say what its columns hold. It is remembered for the next with the same headings.";
    const texts = counted(file.respondents, "respondent");
    return `${texts}, one a row: each comes in as a text and a participant of their own.`;
  }

  head(file, { name, use }) {
    const { acts } = this.pane;
    return h(
      "th", { scope: "col" },
      h("span", { className: "sp-heading", dir: "auto" }, name),
      h(
        "select",
        {
          className: `sp-select${use === "nothing" ? " sp-soft" : ""}`, "aria-label": `What “${name}” holds`,
          onchange: (event) => acts.push({ kind: "column", file: file.key, column: name, use: event.target.value }),
        },
        ...USES.map(([value, label]) => h("option", { value, selected: value === use }, label)),
      ),
    );
  }
}
