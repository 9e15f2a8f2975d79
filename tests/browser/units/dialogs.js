import { h } from "/common/view/dom.js";
import { dialog, menu } from "/desk/view/dom.js";
import { equal, test } from "./harness.js";

// A page with a place for dialogs, and a field that asks for something in one.
function asked() {
  const root = h("div", {}, h("button", { type: "button" }, "below"));
  const field = h("input", { type: "text" });
  document.body.replaceChildren(root);
  return { root, field, box: dialog(root, "Go to turn", [field]) };
}

const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

test("dialogs: a key that is pressed as soon as one is closed goes to what lies below it", () => {
  for (const close of [(box) => box.close(), () => press("Escape")]) {
    const { field, box } = asked();
    field.focus();
    close(box);
    const heard = [];
    const listen = ({ key, target }) => heard.push([key, target.tagName]);
    document.addEventListener("keydown", listen);
    press("M");
    document.removeEventListener("keydown", listen);
    equal([box.isConnected, heard], [false, [["M", "BODY"]]]);
  }
});

test("dialogs: a menu that is opened as soon as one is closed keeps the focus", async () => {
  const { root, field, box } = asked();
  box.close();
  root.querySelector("button").focus();
  const again = dialog(root, "Once more", [field]);
  again.close();
  menu(root, 0, 0, [["Take it", () => {}]]);
  await settled();
  equal(document.activeElement.textContent, "Take it");
});

test("dialogs: the end of one is told once, whoever ends it", async () => {
  let ends = 0;
  const { root, box } = asked();
  box.close();
  const other = dialog(root, "Two", [], { done: () => ends++ });
  other.close();
  other.close();
  await settled();
  equal(ends, 1);
  const native = dialog(root, "Three", [], { done: () => ends++ });
  HTMLDialogElement.prototype.close.call(native);
  await settled();
  equal([ends, root.querySelector("dialog")], [2, null]);
});
