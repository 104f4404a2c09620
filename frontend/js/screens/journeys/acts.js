/** What can be done to a journey from the list. */

import { change, get, Problem } from "../../api/http.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { confirm } from "../../ui/Dialog.js";
import { sayError, toast } from "../../ui/Toast.js";

/** @import {Journey} from "./rows.js" */

/** Each tells, when it has changed something, that the list is old: `done`. @typedef {() => void} Done */

/** @param {Journey} journey @param {Done} done */
export const pause = (journey, done) =>
  act("PUT", journey, "pause", t("journeys.didPause", { name: nameOf(journey) }), done);

/** @param {Journey} journey @param {Done} done */
export const resume = (journey, done) =>
  act("DELETE", journey, "pause", t("journeys.didResume", { name: nameOf(journey) }), done);

/** @param {Journey} journey @param {Done} done */
export const restore = (journey, done) =>
  act("DELETE", journey, "archive", t("journeys.didRestore", { name: nameOf(journey) }), done);

/** @param {Journey} journey @param {Done} done */
export async function archive(journey, done) {
  const n = journey.people.inside;
  const isSure = await confirm({
    title: t("journeys.archiveTitle", { name: nameOf(journey) }),
    text: n ? t("journeys.archiveText", { n }) : t("journeys.archiveTextEmpty"),
    action: t("journeys.archive"),
  });
  if (isSure) await act("PUT", journey, "archive", t("journeys.didArchive", { name: nameOf(journey) }), done);
}

/** @param {Journey} journey @param {Done} done */
export async function duplicate(journey, done) {
  try {
    const { document } = await get(`/journeys/${journey.slug}/draft`);
    const name = t("journeys.copyOf", { name: nameOf(journey) }).slice(0, 200);
    const made = await change("POST", "/journeys", { name, document });
    done();
    toast({
      text: t("journeys.didDuplicate", { name }),
      tone: "good",
      action: { label: t("journeys.open"), run: () => go(`/journeys/${made.slug}`) },
    });
  } catch (error) {
    sayError(error);
  }
}

/** @param {Journey} journey */
export function download(journey) {
  const link = document.createElement("a");
  link.href = `/api/v1/journeys/${journey.slug}/flow`;
  link.download = `${journey.slug}.flow.json`;
  link.click();
}

/** @param {Journey} journey @param {Done} done */
export async function remove(journey, done) {
  const isSure = await confirm({
    title: t("journeys.deleteTitle", { name: nameOf(journey) }),
    text: t("journeys.deleteText"),
    action: t("journeys.delete"),
    isDanger: true,
  });
  if (!isSure) return;
  try {
    const { document } = await get(`/journeys/${journey.slug}/draft`);
    await change("DELETE", `/journeys/${journey.slug}`);
    done();
    toast({
      text: t("journeys.didDelete", { name: nameOf(journey) }),
      action: { label: t("ui.undo"), run: () => bringBack(document, done) },
    });
  } catch (error) {
    if (error instanceof Problem && error.code === "wrong-journey-state")
      await archiveInstead(journey, error, done);
    else sayError(error);
  }
}

/** @param {unknown} document @param {Done} done */
async function bringBack(document, done) {
  try {
    await change("POST", "/journeys", { document });
    done();
  } catch (error) {
    sayError(error);
  }
}

/** @param {Journey} journey @param {Problem} problem @param {Done} done */
async function archiveInstead(journey, problem, done) {
  const isSure = await confirm({
    title: t("journeys.archiveInstead"),
    text: problem.message,
    action: t("journeys.archive"),
  });
  if (isSure) await act("PUT", journey, "archive", t("journeys.didArchive", { name: nameOf(journey) }), done);
}

/** @param {"PUT" | "DELETE"} method @param {Journey} journey @param {string} what @param {string} text @param {Done} done */
async function act(method, journey, what, text, done) {
  try {
    await change(method, `/journeys/${journey.slug}/${what}`);
    toast({ text, tone: "good" });
  } catch (error) {
    sayError(error);
  }
  done();
}

/** @param {Pick<Journey, "name" | "slug">} journey @returns {string} */
export const nameOf = (journey) => journey.name || journey.slug;
