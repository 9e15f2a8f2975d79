// Choose rows and put them in order: puts the parts together.

import { listenToDrags } from "./input/drag.js";
import { listenToKeys } from "./input/keys.js";
import { Order } from "./state/order.js";
import { List } from "./view/list.js";

const views = new WeakMap();

// Called by Streamlit on mounting and whenever its data changes.
export default function mount({ data, parentElement, setStateValue }) {
  const old = views.get(parentElement);
  if (old?.root.isConnected) old.take(data, setStateValue);
  else views.set(parentElement, new View(data, parentElement, setStateValue));
}

class View {
  constructor(data, parent, setStateValue) {
    this.setStateValue = setStateValue;
    this.root = document.createElement("div");
    this.root.className = "ro-root";
    parent.querySelector(".ro-root")?.remove();
    parent.append(this.root);
    this.order = new Order(data, (said) => this.setStateValue("said", said));
    this.list = new List(this.root, this.order);
    listenToKeys(this.list);
    listenToDrags(this.list);
    this.list.render();
  }

  take(data, setStateValue) {
    this.setStateValue = setStateValue;
    if (this.order.take(data, this.list.typing)) this.list.render();
  }
}
