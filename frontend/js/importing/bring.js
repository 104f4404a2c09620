/** Doing an import: the journey lands as a draft, and its builder opens. */

import { change, Problem } from "../api/http.js";
import { t } from "../kit/text.js";
import { go } from "../shell/router.js";
import { sayError, toast } from "../ui/Toast.js";
import { answersOf } from "./parameters.js";

/** @import {Reading} from "./read.js" */

/**
 * @param {{reading: Reading, choices: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>,
 *   onDone: () => void}} args @returns {Promise<Problem | null>} why it could not be done; null: it was
 */
export async function bring({ reading, choices, values, onDone }) {
  const parameters = answersOf(reading.flow, values);
  try {
    const made = await change("POST", "/flows", { flow: reading.sent, choices, parameters });
    onDone();
    go(`/journeys/${made.journey}`);
    toast({ text: t("importing.done", { name: reading.flow.name || made.journey }), tone: "good" });
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    sayError(error);
    return null;
  }
}
