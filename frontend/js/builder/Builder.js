/** The journey builder: /journeys/:slug, also a version of it (?version=3) or two compared (?compare=2..draft). */

import { useEffect } from "react";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { useMay } from "../shell/may.js";
import { go, useQuery } from "../shell/router.js";
import { Button } from "../ui/Button.js";
import { later } from "../ui/later.js";
import { Empty, Failure, Loading } from "../ui/States.js";
import { findLive, openDesk } from "./opening.js";
import { DeskContext } from "./useDesk.js";
import { EditorContext } from "./useEditor.js";
import { useWatch } from "./useWatch.js";
import { Workbench } from "./Workbench.js";

/** @import {Desk} from "./desk.js" */

const VersionView = later(() => import("./VersionView.js"), "VersionView");
const CompareView = later(() => import("./CompareView.js"), "CompareView");

/** @param {{slug: string}} props */
export function Builder({ slug }) {
  const mayWrite = useMay("journeys:write");
  const opened = useLoad((signal) => openDesk(slug, { mayWrite, signal }), [slug, mayWrite]);
  if (opened.data) return h(OnDesk, { desk: opened.data, reload: opened.reload });
  if (!opened.error) return html`<div className="builder">${h(Loading)}</div>`;
  return h(NotOpened, { error: opened.error, onRetry: opened.reload });
}

/** @param {{error: Error & {status?: number}, onRetry: () => void}} props */
function NotOpened({ error, onRetry }) {
  if (error.status !== 404) return html`<div className="page">${h(Failure, { error, onRetry })}</div>`;
  return html`<div className="page">${h(
    Empty,
    { icon: "workflow", title: t("builder.notFound"), text: t("builder.notFoundText") },
    h(Button, { kind: "primary", onClick: () => go("/journeys") }, t("builder.toJourneys")),
  )}</div>`;
}

/** @param {{desk: Desk, reload: () => void}} props */
function OnDesk({ desk, reload }) {
  const [version] = useQuery("version");
  const [compare] = useQuery("compare");
  const journey = useStore(desk.journey);
  useWatch(desk);
  useEffect(() => void findLive(desk, journey), [desk, journey]);
  return h(DeskContext, { value: desk }, h(EditorContext, { value: desk.editor }, view()));

  function view() {
    if (compare) return h(CompareView, { key: compare, pair: compare });
    if (/^\d+$/.test(version)) return h(VersionView, { key: version, number: Number(version) });
    return h(Workbench, { reload });
  }
}
