// Keep what was done until Python has said that it knows of it, so that no click is lost.
//
// Two clicks may come before Python has seen the first: everything not yet acknowledged is sent
// again, and Python passes over what it has done already.

import { wholeLetters } from "../wire/whole.js";

export class Outbox {
  constructor(send) {
    this.send = send;
    this.acts = [];
    this.count = Date.now();
  }

  push(act) {
    const whole = { ...wholeLetters(act), n: ++this.count };
    this.acts.push(whole);
    this.send([...this.acts]);
    return whole;
  }

  settle(ack) {
    this.acts = this.acts.filter(({ n }) => n > ack);
  }
}
