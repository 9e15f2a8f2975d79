// A draft with its claims: text, card and progress; puts the parts together.

import { Outbox } from "../common/state/outbox.js";
import { h } from "../common/view/dom.js";
import { mounting } from "../common/wire/mounting.js";
import { Acts } from "./input/acts.js";
import { listenToKeys } from "./input/keys.js";
import { Board } from "./state/board.js";
import { Bar } from "./view/bar.js";
import { Card } from "./view/card.js";
import { List } from "./view/list.js";
import { Notice } from "./view/notice.js";
import { Text } from "./view/text.js";

class View {
  constructor(data, parent, setStateValue) {
    Object.assign(this, { draft: data.draft, setStateValue });
    this.ending = new AbortController();
    this.outbox = new Outbox((acts) => this.setStateValue("said", acts));
    this.board = new Board(data);
    this.kept = `coding-verify-${data.draft}`;
    this.remember();
    this.acts = new Acts(this.board, this.outbox, (how) => this.render(how));
    this.bar = new Bar(this.board, (mark) => this.acts.filter(mark), () => this.text.tell());
    this.text = new Text(this.board, data.paragraphs, (id) => this.acts.choose(id));
    this.card = new Card(this.board, this.acts);
    this.notice = new Notice(this.board, this.acts);
    this.list = new List(this.board, (id) => this.acts.choose(id));
    this.root = h(
      "div", { className: "dv-root" }, this.bar.root, this.notice.root,
      h("div", { className: "dv-two" }, this.list.root, this.text.root, this.card.root),
    );
    parent.querySelector(".dv-root")?.remove();
    parent.append(this.root);
    listenToKeys(this, this.ending.signal);
    addEventListener("resize", () => this.fit(), { signal: this.ending.signal });
    this.fit();
    this.render({ follow: true });
  }

  take(data, setStateValue) {
    this.setStateValue = setStateValue;
    this.outbox.settle(data.ack);
    this.board.take(data, this.outbox.acts);
    this.text.take(data.paragraphs);
    this.render({});
  }

  render({ follow = false } = {}) {
    this.fit();
    this.root.dataset.waiting = this.outbox.acts.length;
    this.bar.render();
    this.notice.render();
    this.text.paint();
    this.card.render();
    this.list.render();
    if (follow) this.text.follow();
    sessionStorage.setItem(this.kept, JSON.stringify([this.board.chosen, this.board.filter, [...this.board.typed]]));
  }

  // The draft and its card end where the window ends, whatever stands above them.
  fit() {
    const above = this.root.getBoundingClientRect().top + (this.root.closest("[data-testid=stMain]")?.scrollTop ?? 0);
    const [least, below] = innerWidth > 900 ? [480, 20] : [460, 0];
    this.root.style.height = `${Math.max(least, innerHeight - above - below)}px`;
  }

  // Where one was in this draft, and what was half typed, when one comes back from another page.
  remember() {
    try {
      const [chosen, filter, typed] = JSON.parse(sessionStorage.getItem(this.kept) ?? "null") ?? [];
      if (filter) this.board.filter = filter;
      if (this.board.places[chosen]) this.board.chosen = chosen;
      this.board.typed = new Map(typed);
    } catch {
      sessionStorage.removeItem(this.kept);
    }
  }

  stop() {
    this.ending.abort();
    this.root.remove();
  }
}

export default mounting(View, (view, data) => view.draft === data.draft);
