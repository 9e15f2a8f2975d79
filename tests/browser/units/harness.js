// Gather the cases of the unit tests and run them one after the other in one page.

const cases = [];

// Promise something of a module; the name is the promise.
export function test(name, act) {
  cases.push([name, act]);
}

export function equal(is, should, about = "") {
  const [a, b] = [is, should].map(plain);
  if (a !== b) throw new Error(`${about ? `${about}: ` : ""}${a} is not ${b}`);
}

export function raises(act, about = "it") {
  try {
    act();
  } catch {
    return;
  }
  throw new Error(`${about} raised no error`);
}

// Maps and sets as lists, keys in order, and what is left out as left out.
function plain(value) {
  return JSON.stringify(value, (_, part) => {
    if (part instanceof Map || part instanceof Set) return [...part];
    if (part === undefined) return "undefined";
    if (part && typeof part === "object" && !Array.isArray(part)) {
      return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return part;
  });
}

// Run every case, each with empty storages; return name → what went wrong, or "".
export async function run() {
  const said = {};
  for (const [name, act] of cases) {
    localStorage.clear();
    sessionStorage.clear();
    try {
      if (name in said) throw new Error("two cases have this name");
      await act();
      said[name] = "";
    } catch (error) {
      said[name] = `${error.message}\n${error.stack ?? ""}`;
    }
  }
  return said;
}
