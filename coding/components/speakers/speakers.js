// Who speaks: files before they come in, or one interview that is in; puts the parts together.

import { Outbox } from "../common/state/outbox.js";
import { mounting } from "../common/wire/mounting.js";
import { Acts } from "./input/acts.js";
import { listenToKeys } from "./input/keys.js";
import { Model } from "./state/model.js";
import { Pane } from "./view/pane.js";

class View {
  constructor(data, parent, setStateValue) {
    Object.assign(this, { of: data.of, setStateValue });
    this.ending = new AbortController();
    this.root = document.createElement("div");
    this.root.className = `sp-root sp-${data.mode}`;
    this.root.tabIndex = -1;
    this.outbox = new Outbox((acts) => this.setStateValue("said", acts));
    this.model = new Model(data);
    this.pane = new Pane(this.root, this.model, new Acts(this.model, this.outbox));
    parent.querySelector(".sp-root")?.remove();
    parent.append(this.root);
    listenToKeys(this.pane, this.ending.signal);
    this.pane.render({ follow: true });
  }

  take(data, setStateValue) {
    this.setStateValue = setStateValue;
    this.outbox.settle(data.ack);
    const before = this.model.chosen;
    this.model.take(data, this.outbox.acts);
    this.pane.render({ follow: before !== this.model.chosen });
  }

  stop() {
    this.ending.abort();
    this.root.remove();
  }
}

export default mounting(View, (view, data) => view.of === data.of);
