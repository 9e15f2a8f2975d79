// A keyboard set to another script, such as Cyrillic, has the letters where a Latin one has them.

const SIGNS = { BracketLeft: "[{", BracketRight: "]}", Comma: ",<", Period: ".>", Slash: "/?" };

export function latin({ key, code, shiftKey }) {
  if (key.length > 1 || key < "\u0080") return key;
  const both = /^Key[A-Z]$/.test(code) ? code[3].toLowerCase() + code[3] : SIGNS[code];
  return both?.[shiftKey ? 1 : 0] ?? key;
}
