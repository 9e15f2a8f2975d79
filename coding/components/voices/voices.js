// A figure and its voices beside the report, or all figures; puts the parts together.

import { Outbox } from "../common/state/outbox.js";
import { h } from "../common/view/dom.js";
import { save } from "../common/view/saving.js";
import { mounting } from "../common/wire/mounting.js";
import { Acts } from "./input/acts.js";
import { listenToKeys } from "./input/keys.js";
import { Board } from "./state/board.js";
import { Columns } from "./view/columns.js";
import { figureHead } from "./view/figure.js";
import { Index } from "./view/index.js";
import { Queue } from "./view/queue.js";
import { Report } from "./view/report.js";
import { Themes } from "./view/themes.js";

function of({ mode, figure }) {
  return `${mode} ${figure}`;
}

class View {
  constructor(data, parent, setStateValue, before) {
    Object.assign(this, { of: of(data), setStateValue });
    this.ending = new AbortController();
    this.outbox = new Outbox((acts) => this.setStateValue("said", acts));
    this.board = new Board(data, before?.board);
    this.acts = new Acts(this.board, this.outbox, () => this.render());
    this.notice = h("div", { className: "vc-notice", role: "alert" });
    this.root = h("div", { className: "vc-root", tabIndex: -1 });
    this.parts = data.mode === "index" ? this.index() : this.figure();
    parent.querySelector(".vc-root")?.remove();
    parent.append(this.root);
    listenToKeys(this, this.ending.signal);
    this.render();
  }

  index() {
    const index = new Index(this.board, this.acts);
    this.root.append(this.notice, index.root);
    return [index];
  }

  figure() {
    const { board, acts } = this;
    this.queue = new Queue(board, acts);
    const parts = [new Themes(board, acts), new Columns(board, acts), this.queue];
    const report = new Report(board, acts);
    this.root.append(
      this.notice,
      h("div", { className: "vc-two" },
        h("div", { className: "vc-main" }, figureHead(board.data, acts), ...parts.map((part) => part.root)), report.root),
    );
    return [...parts, report];
  }

  take(data, setStateValue) {
    this.setStateValue = setStateValue;
    this.outbox.settle(data.ack);
    this.board.take(data, this.outbox.acts);
    if (data.file && data.file.n !== this.saved) save(data.file);
    this.saved = data.file?.n;
    this.render();
  }

  render() {
    this.root.dataset.waiting = this.outbox.acts.length;
    this.steadily(() => this.parts.forEach((part) => part.render()));
    const refused = (this.board.data.refused ?? "").replace(/[*`]/g, ""); // it is written for Markdown
    if (this.notice.textContent === refused) return;
    this.notice.textContent = refused;
    this.notice.scrollIntoView({ block: "nearest" });
  }

  // Who judges one passage after the other finds the next where the last one was, however much
  // has come to stand above it.
  steadily(draw) {
    const { queue } = this;
    const top = () => queue?.root.getBoundingClientRect().top ?? 0;
    const before = top();
    const seen = queue?.root.childElementCount && before > 0 && before < innerHeight;
    draw();
    if (seen) this.root.closest("[data-testid=stMain]")?.scrollBy({ top: top() - before, behavior: "instant" });
  }

  stop() {
    this.ending.abort();
    this.root.remove();
  }
}

export default mounting(View, (view, data) => view.of === of(data));
