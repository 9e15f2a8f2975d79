// Draw a bracket for each coding beside the text, overlapping ones in lanes of their own,
// with the code's name. Only blocks near the window are measured and drawn.

import { h } from "../../common/view/dom.js";
import { menu } from "./dom.js";

const LANES = 9;
const LANE_PX = 8;
const LABEL_PX = 18;
const DRIFT_PX = 8 * LABEL_PX;
const measured = document.createRange(); // one for all: each that lives costs time when a node is removed

export class Margin {
  constructor(desk) {
    this.desk = desk;
    this.near = new Set();
    this.stale = new Set();
    this.lanes = new Map();
    // A block changes its size with the window, the size of the text, and when a font arrives.
    this.resizes = new ResizeObserver(() => {
      for (const block of this.near) block.height = undefined;
      this.redrawAll();
      desk.handles?.show();
    });
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const block = desk.text.blocks[Number(target.dataset.block)];
          if (isIntersecting) {
            this.near.add(block);
            this.resizes.observe(target);
            this.redraw(block);
          } else {
            this.near.delete(block);
            this.resizes.unobserve(target);
          }
        }
      },
      { root: desk.scroller, rootMargin: "500px 0px" },
    );
    this.watch();
    this.assign();
  }

  // Look at the blocks of the text, which are others once turns begin elsewhere.
  watch() {
    this.watcher.disconnect();
    this.resizes.disconnect();
    this.near.clear();
    this.stale.clear();
    this.desk.text.blocks.forEach(({ element }, k) => {
      element.dataset.block = k;
      this.watcher.observe(element);
    });
  }

  stop() {
    this.watcher.disconnect();
    this.resizes.disconnect();
  }

  // Give each coding the leftmost lane that is free where it begins.
  assign() {
    this.lanes.clear();
    this.sorted = this.desk.model.visible();
    const busy = [];
    for (const coding of this.sorted) {
      let lane = busy.findIndex((end) => end <= coding.start);
      if (lane < 0) lane = busy.length;
      busy[lane] = coding.end;
      this.lanes.set(coding.id, Math.min(lane, LANES - 1));
    }
    this.widen();
  }

  // Find a lane for what is new or was moved; everything else stays where the eye has it.
  assignAnew(codings) {
    const ids = new Set(codings.map((c) => c.id));
    for (const id of ids) this.lanes.delete(id);
    this.sorted = this.desk.model.visible();
    for (const coding of this.sorted) {
      if (!ids.has(coding.id)) continue;
      const taken = new Set();
      for (const other of this.sorted) {
        if (other.start >= coding.end) break;
        if (other.end > coding.start && this.lanes.has(other.id)) taken.add(this.lanes.get(other.id));
      }
      let lane = 0;
      while (taken.has(lane) && lane < LANES - 1) lane++;
      this.lanes.set(coding.id, lane);
    }
    this.widen();
  }

  widen() {
    const used = 1 + Math.max(0, ...this.lanes.values());
    if (used !== this.used) this.desk.root.style.setProperty("--cd-lanes", `${used * LANE_PX}px`);
    this.used = used;
  }

  // Draw the blocks again in which codings changed.
  changed(codings) {
    this.assignAnew(codings);
    const { turns } = this.desk.model;
    for (const block of this.near) {
      const from = turns[block.from].start;
      const to = turns[block.to - 1].end;
      if (codings.some((c) => c.start < to && c.end > from)) this.redraw(block);
    }
  }

  settle(ids) {
    const { codings } = this.desk.model.view;
    for (const id of ids) {
      for (const part of this.desk.scroller.querySelectorAll(`.cd-margin [data-id="${id}"]`)) {
        part.classList.toggle("cd-pending", Boolean(codings.get(id)?.pending));
      }
    }
  }

  redrawAll() {
    for (const block of this.near) this.redraw(block);
  }

  redraw(block) {
    this.stale.add(block);
    // The words take their colour in this frame, the brackets follow in the next.
    this.frame ??= requestAnimationFrame(() => setTimeout(() => {
      this.frame = undefined;
      // Measure everything before anything is drawn, so that layout is computed once.
      const plans = [...this.stale].map((stale) => [stale, this.plan(stale)]);
      this.stale.clear();
      for (const [planned, plan] of plans) this.draw(planned, plan);
      for (const [planned] of plans) this.desk.proposed.mark(planned);
    }, 0));
  }

  // Where a segment begins and ends in its block, in pixels. A code moves no words, so what was
  // measured holds until the block changes its size.
  place(block, start, end) {
    const { top, height } = block.element.getBoundingClientRect();
    if (block.height !== height) block.places = new Map();
    block.height = height;
    const key = `${start} ${end}`;
    let place = block.places.get(key);
    if (!place) {
      const first = rect(this.desk.text, start, false);
      const last = rect(this.desk.text, end, true);
      if (!first || !last) return null;
      place = { y: first.top - top, bottom: last.bottom - top };
      block.places.set(key, place);
    }
    return place;
  }

  plan(block) {
    const { model } = this.desk;
    const from = model.turns[block.from].start;
    const to = model.turns[block.to - 1].end;
    const plan = [];
    let covered = 0; // how far the last lane, which all share that find no other, is taken
    for (const coding of this.sorted) {
      if (coding.start >= to) break;
      if (coding.end <= from) continue;
      const shared = this.lanes.get(coding.id) === LANES - 1 && coding.id !== this.desk.selected;
      const below = shared && coding.end <= covered;
      if (shared) covered = Math.max(covered, coding.end);
      const begins = coding.start >= from;
      const ends = coding.end <= to;
      const place = this.place(block, begins ? coding.start : from, ends ? coding.end : to);
      if (!place) continue;
      plan.push({ coding, begins, ends, below, ...place });
    }
    return plan;
  }

  // Bring a block's layer in line with its plan, touching only what is different.
  draw(block, plan) {
    const layer = block.element.querySelector(".cd-margin");
    const drawn = (block.drawn ??= new Map());
    const wanted = new Set();
    const put = (key, look, make) => {
      wanted.add(key);
      const old = drawn.get(key);
      if (old?.look === look) return;
      const element = make();
      if (old) old.element.replaceWith(element);
      else layer.append(element);
      drawn.set(key, { element, look });
    };
    for (const part of plan) {
      if (part.below) continue;
      const look = this.bracketLook(part);
      put(`b ${part.coding.id}`, look.join("|"), () => bracket(part, look));
    }
    const by = this.desk.model.coders().length > 1;
    for (const row of this.labels(plan, block.height)) {
      if (row.more) put(`m ${row.more[0].id}`, `${row.place}|${row.more.map(({ id }) => id)}`, () => this.more(row));
      else {
        const look = this.labelLook(row, by);
        put(`l ${row.coding.id}`, look.join("|"), () => label(row, look));
      }
    }
    for (const [key, { element }] of drawn) {
      if (wanted.has(key)) continue;
      element.remove();
      drawn.delete(key);
    }
  }

  bracketLook({ coding, begins, ends, y, bottom }) {
    const { colour, pattern } = this.desk.model.style(coding.code);
    const chosen = coding.id === this.desk.selected;
    return [colour, pattern, this.lanes.get(coding.id), begins, ends, Boolean(coding.pending), chosen, y, bottom, Boolean(coding.carried)];
  }

  labelLook({ coding, place }, by) {
    const { model, selected } = this.desk;
    const { colour, letters } = model.style(coding.code);
    const memo = model.memoOf("coding", coding.id)?.text || "";
    return [colour, letters, model.short(coding.code), by, Boolean(coding.pending), coding.id === selected, place, memo, coding.stars ?? 0, model.name(coding.code), this.desk.model.beside.over(coding), Boolean(coding.carried?.doubtful)];
  }

  // Labels stand one below the other. Those that would drift too far from their words are put
  // together under one that says how many they are.
  labels(plan, height) {
    const rows = [];
    let free = -Infinity;
    for (const { coding, y } of plan.filter((p) => p.begins).sort((a, b) => a.y - b.y)) {
      const last = rows.at(-1);
      const must = coding.id === this.desk.selected;
      if (free - y > DRIFT_PX && !must) {
        if (last.more) last.more.push(coding);
        else {
          rows.push({ y, more: [coding] });
          free += LABEL_PX;
        }
        continue;
      }
      rows.push({ y, coding });
      free = Math.max(y, free) + LABEL_PX;
    }
    free = -Infinity;
    rows.forEach((row, k) => {
      row.place = Math.min(Math.max(row.y, free), Math.max(0, height - (rows.length - k) * LABEL_PX));
      free = row.place + LABEL_PX;
    });
    return rows;
  }

  more({ more, place }) {
    const { desk } = this;
    const list = (event) => {
      event.stopPropagation();
      const box = element.getBoundingClientRect();
      menu(desk.root, box.left, box.bottom, more.map((coding) => [
        `${desk.model.name(coding.code)} · ${coding.coder}`, () => desk.choose(coding.id),
      ]), { label: "More codings here" });
    };
    const element = h("button", {
      type: "button", className: "cd-label cd-more", style: { top: `${place}px` },
      "aria-label": `${more.length} more codings here`, onclick: list,
    }, `+ ${more.length} more`);
    return element;
  }
}

function bracket({ coding, y, bottom }, [colour, pattern, lane, begins, ends, pending, chosen, , , carried]) {
  return h("div", {
    className:
      `cd-bracket cd-line-${pattern}${begins ? " cd-begins" : ""}${ends ? " cd-ends" : ""}` +
      `${pending ? " cd-pending" : ""}${chosen ? " cd-chosen" : ""}${carried ? " cd-carried" : ""}`,
    dataset: { id: coding.id },
    style: {
      "--c0": colour, left: `${lane * LANE_PX}px`, top: `${y}px`, height: `${Math.max(8, bottom - y)}px`,
    },
  });
}

function label({ coding }, [colour, letters, name, by, pending, chosen, place, memo, stars, full, over, doubted]) {
  return h(
    "button",
    {
      type: "button", tabIndex: -1,
      className: `cd-label${pending ? " cd-pending" : ""}${chosen ? " cd-chosen" : ""}`,
      dataset: { id: coding.id },
      style: { "--c0": colour, top: `${place}px` },
      "aria-label": [`${full}, by ${coding.coder}`, over].filter(Boolean).join(", "),
      title: [`${full} · ${coding.coder}`, over].filter(Boolean).join("\n"),
    },
    h("span", { className: "cd-chip" }, letters),
    over ? h("span", { className: `cd-over${doubted ? " cd-doubted" : ""}` }, doubted ? "⇄?" : "⇄") : null,
    h("span", { className: "cd-name" }, name),
    by ? h("span", { className: "cd-by" }, coding.coder.slice(0, 2)) : null,
    stars ? h("span", { className: "cd-stars", title: `${stars} of 3 stars` }, "★".repeat(stars)) : null,
    memo ? h("span", { className: "cd-has-memo", title: memo }, "✎") : null,
  );
}

function rect(text, unit, end) {
  const range = measured;
  const [node, at] = text.locate(unit, end);
  if (node.nodeType !== Node.TEXT_NODE || !node.length) return null;
  range.setStart(node, end ? Math.max(0, at - 1) : at);
  range.setEnd(node, end ? at : Math.min(node.length, at + 1));
  const rects = range.getClientRects();
  return rects[end ? rects.length - 1 : 0] || null;
}
