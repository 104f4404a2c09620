/** Doing an import: the journey lands as a draft, its builder opens, and one click takes all of it back. */

import { change, Problem } from "../api/http.js";
import { t } from "../kit/text.js";
import { go, place } from "../shell/router.js";
import { confirm } from "../ui/Dialog.js";
import { sayError, toast } from "../ui/Toast.js";
import { imports } from "./asking.js";
import { answersOf } from "./parameters.js";

/** @import {Reading} from "./read.js" */

/** What POST /flows answers. @typedef {{id: number | string, journey: string}} Imported */
/** What is left after taking an import back. @typedef {{kind: string, slug: string, name: string, why: string}} Kept */

/**
 * @param {{reading: Reading, choices: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>,
 *   onDone: () => void}} args @returns {Promise<Problem | null>} why it could not be done; null: it was
 */
export async function bring({ reading, choices, values, onDone }) {
  const parameters = answersOf(reading.flow, values);
  try {
    /** @type {Imported} */
    const made = await change("POST", "/flows", { flow: reading.sent, choices, parameters });
    onDone();
    go(`/journeys/${made.journey}`);
    toast({
      text: t("importing.done", { name: reading.flow.name || made.journey }),
      tone: "good",
      action: { label: t("ui.undo"), run: () => takeBack(made) },
    });
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    sayError(error);
    return null;
  }
}

/** @param {Imported} made */
async function takeBack(made) {
  const own = `/journeys/${made.journey}`;
  if (place.get().path === own) go("/journeys");
  // Whoever is asked about unsaved work and stays, stays.
  if (place.get().path === own) return;
  try {
    let kept = await undo(made, false);
    const journey = kept.find((one) => one.kind === "journey");
    if (journey && (await isSure(journey))) kept = await undo(made, true);
    toast({ text: said(kept), tone: "good" });
    imports.set(imports.get() + 1);
  } catch (error) {
    sayError(error);
  }
}

/** @param {Imported} made @param {boolean} isChanged whether also what was changed since goes @returns {Promise<Kept[]>} */
async function undo({ id }, isChanged) {
  const { kept } = await change("DELETE", `/flows/imports/${id}${isChanged ? "?changed=true" : ""}`);
  return kept;
}

/** @param {Kept} journey */
const isSure = (journey) =>
  confirm({
    title: t("importing.changedTitle", { name: journey.name }),
    text: journey.why,
    action: t("importing.undoAnyway"),
    isDanger: true,
  });

/** @param {readonly Kept[]} kept @returns {string} */
function said(kept) {
  if (!kept.length) return t("importing.undone");
  const names = kept.slice(0, 3).map((one) => `“${one.name}”: ${one.why}`);
  return t("importing.undoneBut", { names: names.join(" ") });
}
