import { Proposals } from "/desk/state/proposals.js";
import { equal, test } from "./harness.js";

test("proposals: a step says why there are none, not that something is being read", () => {
  const said = [];
  const proposals = new Proposals({ settings: { kept: {} }, tell: (text) => said.push(text) });
  proposals.step(-1);
  proposals.hindered = "No suggestions: there is no code";
  proposals.step(-1);
  equal(said, ["Suggestions are not ready yet: they come in a moment.", "No suggestions: there is no code"]);
});
