// Draw a bracket for each coding beside the text, overlapping ones in lanes of their own,
// with the code's name. Only blocks near the window are measured and drawn.

import { h } from "./dom.js";

const LANES = 9;
const LANE_PX = 8;
const LABEL_PX = 18;

export class Margin {
  constructor(desk) {
    this.desk = desk;
    this.near = new Set();
    this.stale = new Set();
    this.lanes = new Map();
    // A block changes its size with the window, the size of the text, and when a font arrives.
    this.resizes = new ResizeObserver(() => {
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
    desk.text.blocks.forEach(({ element }, k) => {
      element.dataset.block = k;
      this.watcher.observe(element);
    });
    this.assign();
  }

  stop() {
    this.watcher.disconnect();
    this.resizes.disconnect();
  }

  // Give each coding the leftmost lane that is free where it begins.
  assign() {
    const busy = [];
    this.lanes.clear();
    this.sorted = this.desk.model.visible();
    for (const coding of this.sorted) {
      let lane = busy.findIndex((end) => end <= coding.start);
      if (lane < 0) lane = busy.length;
      busy[lane] = coding.end;
      this.lanes.set(coding.id, Math.min(lane, LANES - 1));
    }
    const used = Math.max(1, Math.min(LANES, busy.length));
    if (used !== this.used) this.desk.root.style.setProperty("--cd-lanes", `${used * LANE_PX}px`);
    this.used = used;
  }

  // Draw the blocks again in which codings changed, or moved to another lane.
  changed(codings) {
    const before = new Map(this.lanes);
    this.assign();
    const moved = this.sorted.filter((c) => before.get(c.id) !== this.lanes.get(c.id));
    const touched = [...codings, ...moved];
    const { turns } = this.desk.model;
    for (const block of this.near) {
      const from = turns[block.from].start;
      const to = turns[block.to - 1].end;
      if (touched.some((c) => c.start < to && c.end > from)) this.redraw(block);
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
      const plans = [...this.stale].map((one) => [one, this.plan(one)]);
      this.stale.clear();
      for (const [one, plan] of plans) this.draw(one, plan);
    }, 0));
  }

  plan(block) {
    const { model, text } = this.desk;
    const from = model.turns[block.from].start;
    const to = model.turns[block.to - 1].end;
    const { top, height } = block.element.getBoundingClientRect();
    const plan = [];
    plan.height = height;
    for (const coding of this.sorted) {
      if (coding.start >= to) break;
      if (coding.end <= from) continue;
      const begins = coding.start >= from;
      const ends = coding.end <= to;
      const first = rect(text, begins ? coding.start : from, false);
      const last = rect(text, ends ? coding.end : to, true);
      if (first && last) {
        plan.push({ coding, begins, ends, y: first.top - top, bottom: last.bottom - top });
      }
    }
    return plan;
  }

  draw(block, plan) {
    const { model, selected } = this.desk;
    const several = model.coders().length > 1;
    const layer = block.element.querySelector(".cd-margin");
    const parts = [];
    let free = -Infinity;
    const { height } = plan;
    const labels = plan.filter((p) => p.begins).sort((a, b) => a.y - b.y).length;
    let left = labels;
    for (const { coding, begins, ends, y, bottom } of plan) {
      const { colour, pattern, letters } = model.style(coding.code);
      const chosen = coding.id === selected ? " cd-chosen" : "";
      parts.push(
        h("div", {
          className:
            `cd-bracket cd-line-${pattern}${begins ? " cd-begins" : ""}${ends ? " cd-ends" : ""}` +
            `${coding.pending ? " cd-pending" : ""}${chosen}`,
          dataset: { id: coding.id },
          style: {
            "--c0": colour, left: `${this.lanes.get(coding.id) * LANE_PX}px`,
            top: `${y}px`, height: `${Math.max(8, bottom - y)}px`,
          },
        }),
      );
      if (!begins) continue;
      const place = Math.min(Math.max(y, free), Math.max(0, height - left * LABEL_PX));
      free = place + LABEL_PX;
      left -= 1;
      const memo = model.memoOf("coding", coding.id);
      parts.push(
        h(
          "button",
          {
            type: "button", tabIndex: -1,
            className: `cd-label${coding.pending ? " cd-pending" : ""}${chosen}`,
            dataset: { id: coding.id },
            style: { "--c0": colour, top: `${place}px` },
            "aria-label": `${model.name(coding.code)}, by ${coding.coder}`,
          },
          h("span", { className: "cd-chip" }, letters),
          h("span", { className: "cd-name" }, model.name(coding.code)),
          several ? h("span", { className: "cd-by" }, coding.coder.slice(0, 2)) : null,
          memo ? h("span", { className: "cd-has-memo", title: memo.text }, "✎") : null,
        ),
      );
    }
    layer.replaceChildren(...parts);
  }
}

function rect(text, unit, end) {
  const range = document.createRange();
  const [node, at] = text.locate(unit, end);
  if (node.nodeType !== Node.TEXT_NODE || !node.length) return null;
  range.setStart(node, end ? Math.max(0, at - 1) : at);
  range.setEnd(node, end ? at : Math.min(node.length, at + 1));
  const rects = range.getClientRects();
  return rects[end ? rects.length - 1 : 0] || null;
}
