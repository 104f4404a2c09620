/** The people who stand at a node, or in the whole journey. */

import { useEffect, useState } from "react";
import { get, withQuery } from "../api/http.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useMay } from "../shell/may.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { Failure, Loading } from "../ui/States.js";
import { at } from "./far.js";
import { PeopleTable } from "./PeopleTable.js";
import { useDesk, useJourney } from "./useDesk.js";

/** @import {NodeCounts} from "./editor.js" */
/** @import {Person} from "./PeopleTable.js" */

const STANDINGS = /** @type {const} */ (["waiting", "set_aside", "ended"]);
const MOST = 50;

/** @typedef {(typeof STANDINGS)[number]} Standing */
/** @typedef {{items: readonly Person[], next: string | null, isLoading: boolean, error: Error | null}} Found */

/** @param {{node: string, onClose: () => void}} props an empty `node`: everybody in the journey */
export function PeopleDialog({ node, onClose }) {
  const { editor } = useDesk();
  const [standing, choose] = useState(() => firstOf(editor.state.get().counts?.[node]));
  const mayRead = useMay("contacts:read");
  return h(Dialog, {
    title: node ? t("builder.people.title", { name: editor.nameOf(node) }) : t("builder.people.all"),
    size: "side",
    onClose,
    children: html`<div className="switcher" role="group" aria-label=${t("builder.people.filter")}>
        ${STANDINGS.map((one) => h(Button, { key: one, small: true, kind: "plain", pressed: standing === one, onClick: () => choose(one) }, t(`builder.people.standing.${one}`)))}
      </div>
      ${mayRead ? h(List, { key: standing, node, standing }) : html`<p>${t("builder.people.mayNot")}</p>`}`,
  });
}

/** @param {NodeCounts | undefined} counts @returns {Standing} where somebody is */
const firstOf = (counts) => (counts && !counts.waiting && counts.set_aside ? "set_aside" : "waiting");

/** @param {{node: string, standing: Standing}} props */
function List({ node, standing }) {
  const { slug } = useDesk();
  const { version } = useJourney();
  const [found, put] = useState(/** @type {Found} */ ({ items: [], next: null, isLoading: true, error: null }));
  const load = async (/** @type {Found} */ before, /** @type {AbortSignal} */ signal) => {
    put({ ...before, isLoading: true, error: null });
    // A card counts the people of the live version; the list of all has those of every version.
    const query = { node, standing, version: node ? version : null, cursor: before.next, limit: MOST };
    try {
      const page = await get(withQuery(at(slug, "/enrollments"), query), signal);
      if (!signal.aborted)
        put({ items: [...before.items, ...page.items], next: page.next, isLoading: false, error: null });
    } catch (error) {
      if (!signal.aborted) put({ ...before, isLoading: false, error: /** @type {Error} */ (error) });
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once for what is asked; more by the button.
  useEffect(() => {
    const stop = new AbortController();
    void load(found, stop.signal);
    return () => stop.abort();
  }, [slug, node, standing]);
  const more = () => void load(found, new AbortController().signal);
  const { items, next, isLoading, error } = found;
  return html`<div className="stack">
    ${items.length > 0 && h(PeopleTable, { people: items, standing, hasNode: !node, live: version ?? 0 })}
    ${!items.length && !isLoading && !error && html`<p className="quiet-text">${t(`builder.people.none.${standing}`)}</p>`}
    ${error && h(Failure, { error, onRetry: more })}
    ${isLoading && h(Loading)}
    ${next && !isLoading && html`<div>${h(Button, { onClick: more }, t("ui.showMore"))}</div>`}
  </div>`;
}
