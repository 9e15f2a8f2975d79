// Why something was not done. Where somebody else had decided first, both sides stand there.

import { moment } from "../../common/view/dates.js";
import { h } from "../../common/view/dom.js";
import { stated } from "./figures.js";
import { DECIDED, short } from "./words.js";

export class Notice {
  constructor(board, acts) {
    Object.assign(this, { board, acts });
    this.root = h("div", { className: "dv-notice", role: "alert" });
  }

  render() {
    const { refusal } = this.board;
    if (this.shown === refusal) return;
    this.shown = refusal;
    this.root.replaceChildren(...(refusal ? this.said(refusal) : []));
  }

  said({ message, clash }) {
    const close = (label) =>
      h("button", { type: "button", className: "dv-button", onclick: () => this.acts.dismiss() }, label);
    const place = this.board.places[clash?.act?.id];
    if (!place) return [h("p", {}, message), close("Close")];
    const who = clash.by ? `${clash.by}, ${moment(clash.at)}` : "Somebody else";
    return [
      h("p", {}, h("b", {}, "Two of you decided about "), "“", short(place.printed), "”. Nothing was overwritten."),
      h(
        "div", { className: "dv-sides" },
        side(`${who}: stands there`, this.theirs(place, clash.act)),
        side("You: not kept yet", this.mine(clash.act)),
      ),
      h(
        "p", { className: "dv-several" }, close("Leave it so"),
        h("button", { type: "button", className: "dv-button", onclick: () => this.acts.insist(clash.act) }, "Put mine in its place"),
        h("button", { type: "button", className: "dv-button", onclick: () => this.acts.choose(clash.act.id) }, "Look at it"),
      ),
    ];
  }

  mine(act) {
    if (act.act === "bind") return choice(this.board, act);
    return act.act === "rule" ? ruled(act) : "Nobody has decided";
  }

  theirs({ bound, sense, states }, { finding }) {
    if (!finding) return bound ? choice(this.board, { ...bound, sense, figures: states }) : "Nobody has decided";
    const { ruling } = this.board.findingOf(finding) ?? {};
    return ruling ? ruled(ruling) : "Nobody has decided";
  }
}

function side(who, what) {
  return h("div", {}, h("p", { className: "dv-soft" }, who), h("p", {}, what));
}

function choice(board, { choice: made, sense, figures }) {
  if (made === "figure" && figures) return stated(board, { sense, figures });
  return { other: "Another source’s", none: "No figure" }[made] ?? "Bound";
}

function ruled({ decided, reason }) {
  return `${DECIDED[decided]}${reason ? `: ${reason}` : ""}`;
}
