/** Opening a journey: what the server has, with what this visit still knows of it. */

import { nodeTypes } from "../api/catalogue.js";
import { person } from "../api/session.js";
import { Desk } from "./desk.js";
import { checkFlow, draftOf, journeyOf, versionOf } from "./far.js";
import { preferredView } from "./preference.js";
import { isSameFile } from "./same.js";
import { leftOf, PAGE, shelf } from "./shelf.js";
import { Windows } from "./windows.js";

/** @import {Journey} from "./far.js" */
/** @import {Kept} from "./memory.js" */

const MOST_DESKS = 8;

/** Desks of this visit by slug: coming back to a journey, one can still undo. @type {Map<string, Desk>} */
const desks = new Map();

/**
 * @param {string} slug @param {{mayWrite: boolean, signal: AbortSignal}} options @returns {Promise<Desk>}
 */
export async function openDesk(slug, { mayWrite, signal }) {
  const before = desks.get(slug);
  await before?.saver.flush();
  const asked = draftOf(slug, signal);
  const check = () => asked.then((draft) => checkFlow(draft.flow, signal)).catch(() => null);
  // What the cards say comes from the check, so it is not held up by the rest.
  const checked = before ? null : check();
  const [types, journey, draft] = await Promise.all([nodeTypes(), journeyOf(slug, signal), asked]);
  const isReadOnly = !mayWrite || journey.state === "archived";
  const isSame = before && before.editor.isReadOnly === isReadOnly;
  if (isSame && (before.saver.isDirty || before.saver.etag === draft.etag)) {
    before.journey.set(journey);
    return before;
  }
  const report = await (checked ?? check());
  const who = person.get()?.id ?? 0;
  const desk = new Desk({ slug, person: who, types, journey, draft, report, isReadOnly });
  desk.editor.put({ view: preferredView() });
  keep(desk);
  if (!isReadOnly) void findLeft(desk, who);
  return desk;
}

/**
 * Open it anew: whether it can be edited changed.
 * @param {string} slug
 */
export const forget = (slug) => desks.delete(slug);

/**
 * Fetch the live version, so that one can tell what is not published yet.
 * @param {Desk} desk @param {Journey} journey
 */
export async function findLive(desk, { slug, version }) {
  if (version === null) return desk.live.set(null);
  if (desk.live.get()?.number === version) return;
  const flow = await versionOf(slug, version).catch(() => null);
  if (flow) desk.live.set({ number: version, flow });
}

/** @param {Desk} desk */
function keep(desk) {
  desks.delete(desk.slug);
  desks.set(desk.slug, desk);
  for (const [slug, old] of desks) {
    if (desks.size <= MOST_DESKS) break;
    if (!old.saver.isDirty) desks.delete(slug);
  }
}

/** @param {Desk} desk @param {number} who */
async function findLeft(desk, who) {
  const left = await leftOf(desk.slug, who);
  if (!left.length) return;
  const windows = new Windows(desk.slug, PAGE, () => {});
  const others = await windows.others();
  windows.close();
  // What a page saved while it was being closed was kept all the same.
  const isNew = (/** @type {Kept} */ kept) => !isSameFile(kept.flow, desk.editor.flow);
  const orphans = left.filter((kept) => !others.has(kept.page));
  for (const kept of orphans) if (!isNew(kept)) void shelf.drop(kept.page, kept.slug);
  const [newest, ...older] = orphans.filter(isNew);
  for (const kept of older) void shelf.drop(kept.page, kept.slug);
  if (newest) desk.left.set(newest);
}
