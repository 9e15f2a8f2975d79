// What was typed and is not saved yet: it outlasts a closed dialog, another page and a reload.

import { LISTS } from "./fields.js";

const KEPT = "coding.drafts";

export class Drafts {
  constructor(project) {
    this.project = project;
    this.all = restore();
  }

  get(key) {
    return this.all[`${this.project}|${key}`];
  }

  // Keep the fields of a form, name → text, with the state they were typed on.
  put(key, draft) {
    this.all[`${this.project}|${key}`] = draft;
    this.keep();
  }

  drop(key) {
    delete this.all[`${this.project}|${key}`];
    this.keep();
  }

  keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.all));
    } catch {
      // A full or forbidden storage only loses the second safety net.
    }
  }
}

function restore() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

// Both texts one after the other, to be edited; of lists each entry once, of names both.
export function joined(field, mine, theirs) {
  if (!mine || !theirs) return mine || theirs;
  if (LISTS.includes(field)) {
    return [...new Set([...theirs.split("\n"), ...mine.split("\n")])].join("\n");
  }
  return field === "name" ? `${theirs} / ${mine}` : `${theirs}\n\n${mine}`;
}
