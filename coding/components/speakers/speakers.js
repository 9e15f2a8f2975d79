// Who speaks: files before they come in, or one interview that is in; puts the parts together.

import { Acts } from "./input/acts.js";
import { listenToKeys } from "./input/keys.js";
import { Model } from "./state/model.js";
import { Outbox } from "./state/outbox.js";
import { Pane } from "./view/pane.js";

const views = new WeakMap();

// Called by Streamlit on mounting and whenever its data changes.
export default function mount({ data, parentElement, setStateValue }) {
  const old = views.get(parentElement);
  if (old?.of === data.of && old.root.isConnected) old.take(data, setStateValue);
  else {
    old?.stop();
    views.set(parentElement, new View(data, parentElement, setStateValue));
  }
  return () => {
    // Streamlit also calls this before it mounts again: only a view that is gone is stopped.
    setTimeout(() => {
      const view = views.get(parentElement);
      if (view && !view.root.isConnected) {
        view.stop();
        views.delete(parentElement);
      }
    }, 0);
  };
}

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
