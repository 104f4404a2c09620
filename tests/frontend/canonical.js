/** Reads a list of documents from standard input and writes their canonical texts and what their fingerprints hash. */

import { readFileSync } from "node:fs";
import { openFlow } from "../../frontend/js/model/document.js";
import { canonical, logicText } from "../../frontend/js/model/flowfile.js";

const flows = JSON.parse(readFileSync(0, "utf8")).map(openFlow);
process.stdout.write(JSON.stringify(flows.map((flow) => [canonical(flow), logicText(flow)])));
