// Choose rows and put them in order: puts the parts together.

import { listenToDrags } from "./input/drag.js";
import { listenToKeys } from "./input/keys.js";
import { listenToLettingGo } from "./input/letting_go.js";
import { Order } from "./state/order.js";
import { List } from "./view/list.js";

let shown = null;

// Called by Streamlit on mounting and whenever its data changes.
export default function mount({ data, parentElement, setStateValue }) {
  if (!shown?.root.isConnected || !parentElement.contains(shown.root)) {
    shown = new View(data, parentElement, setStateValue, shown?.order);
  }
  shown.take(data, setStateValue);
}

class View {
  // Where Streamlit builds the page anew, what is known here and not there goes on in the new list.
  constructor(data, parent, setStateValue, order) {
    this.setStateValue = setStateValue;
    this.root = document.createElement("div");
    this.root.className = "ro-root";
    parent.querySelector(".ro-root")?.remove();
    parent.append(this.root);
    this.order = order ?? new Order(data);
    this.order.send = (acts) => {
      this.root.dataset.waiting = acts.length;
      this.setStateValue("said", acts);
    };
    this.list = new List(this.root, this.order);
    listenToKeys(this.list);
    listenToDrags(this.list);
    listenToLettingGo(this.list);
    this.list.render(this.order.at);
    if (this.order.acts.length) this.order.send([...this.order.acts]);
  }

  take(data, setStateValue) {
    this.setStateValue = setStateValue;
    if (this.order.take(data, this.list.busy)) this.list.render();
    this.root.dataset.waiting = this.order.acts.length;
  }
}
