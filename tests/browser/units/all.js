// Every unit test of the front end, to be run in one page.

import "./board.js";
import "./clock.js";
import "./dates.js";
import "./dialogs.js";
import "./early.js";
import "./filtered.js";
import "./find.js";
import "./hits.js";
import "./hub.js";
import "./model.js";
import "./news.js";
import "./offsets.js";
import "./passing.js";
import "./operations.js";
import "./proposals.js";
import "./quick.js";
import "./settings.js";
import "./speakers.js";
import "./tree.js";
import "./trims.js";
import "./voices.js";

export { run } from "./harness.js";
