/** A published version, to be looked at: ?version=3. */

import { useMemo } from "react";
import { Canvas } from "../canvas/Canvas.js";
import { h, html } from "../kit/h.js";
import { useTitle } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { go } from "../shell/router.js";
import { Button } from "../ui/Button.js";
import { shown } from "../ui/States.js";
import { Editor } from "./editor.js";
import { Inspector } from "./Inspector.js";
import { restoreVersion } from "./restoring.js";
import { useIsAhead } from "./StateBadge.js";
import { useVersion } from "./sides.js";
import { useDesk } from "./useDesk.js";
import { EditorContext } from "./useEditor.js";
import { ViewBar } from "./ViewBar.js";

/** @import {Side} from "./changes.js" */

/** @param {{number: number}} props */
export function VersionView({ number }) {
  const desk = useDesk();
  const journey = useStore(desk.journey);
  const isAhead = useIsAhead();
  const loaded = useVersion(desk.slug, number);
  const isLive = journey.version === number;
  useTitle(t("builder.version.title", { version: number, name: journey.name }));
  const side = loaded.data;
  const back = () => go(`/journeys/${desk.slug}`);
  return html`<div className="builder">
    ${h(
      ViewBar,
      { text: t(isLive ? "builder.version.barLive" : "builder.version.bar", { version: number }) },
      h(
        Button,
        { small: true, icon: "git-compare", onClick: () => go(`/journeys/${desk.slug}?compare=${number}..draft`) },
        t("builder.version.compare"),
      ),
      side &&
        !desk.editor.isReadOnly &&
        h(
          Button,
          { small: true, icon: "history", onClick: () => restoreVersion(desk, number, side.flow, isAhead) },
          t("builder.version.restore"),
        ),
      h(Button, { small: true, kind: "primary", onClick: back }, t("builder.backToDraft")),
    )}
    ${shown(loaded, (found) => found && h(Looking, { side: found }))}
  </div>`;
}

/** @param {{side: Side}} props */
function Looking({ side }) {
  const { slug, editor } = useDesk();
  const { types } = editor;
  const looked = useMemo(
    () => new Editor({ slug, types, flow: side.flow, report: side.report, isReadOnly: true }),
    [slug, types, side],
  );
  return h(EditorContext, { value: looked }, h(Body));
}

function Body() {
  return html`<div className="builder-body">
    <section className="builder-stage" aria-label=${t("builder.view.canvas")}>${h(Canvas, {})}</section>
    ${h(Inspector)}
  </div>`;
}
