// The report's outline, and who is heard in it; puts the parts together.

import { Outbox } from "../common/state/outbox.js";
import { h } from "../common/view/dom.js";
import { save } from "../common/view/saving.js";
import { mounting } from "../common/wire/mounting.js";
import { listenToKeys, Planning } from "./input/planning.js";
import { Plan } from "./state/plan.js";
import { Hearing } from "./view/hearing.js";
import { Outline } from "./view/outline.js";

class View {
  constructor(data, parent, setStateValue, before) {
    Object.assign(this, { setStateValue });
    this.ending = new AbortController();
    this.outbox = new Outbox((acts) => this.setStateValue("said", acts));
    this.board = new Plan(data, before?.board);
    this.acts = new Planning(this.board, this.outbox, () => this.render());
    this.notice = h("div", { className: "vc-notice", role: "alert" });
    this.outline = new Outline(this.board, this.acts);
    this.hearing = new Hearing(this.board);
    const columns = h("div", { className: "ol-two" }, this.outline.root, this.hearing.root);
    this.root = h("div", { className: "vc-root ol-root", tabIndex: -1 }, this.notice, columns);
    parent.querySelector(".ol-root")?.remove();
    parent.append(this.root);
    listenToKeys(this, this.ending.signal);
    this.render();
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
    this.outline.render();
    this.hearing.render();
    const refused = this.board.data.refused ?? "";
    if (this.notice.textContent !== refused) this.notice.textContent = refused;
  }

  stop() {
    this.ending.abort();
    this.root.remove();
  }
}

export default mounting(View);
