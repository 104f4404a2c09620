/** The bar over the canvas: whose journey this is, how it stands, and what can be done with the whole of it. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { redoLabel, undoLabel } from "../model/history.js";
import { Link } from "../shell/router.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { MoreMenu } from "./MoreMenu.js";
import { NameField } from "./NameField.js";
import { ProblemsButton } from "./ProblemsButton.js";
import { PublishButton } from "./PublishButton.js";
import { preferView } from "./preference.js";
import { SavedText } from "./SavedText.js";
import { StateBadge } from "./StateBadge.js";
import { redoStep, undoStep } from "./undoing.js";
import { useDesk } from "./useDesk.js";
import { useEdit, useEditor } from "./useEditor.js";

/** @param {{reload: () => void}} props opens the journey anew */
export function TopBar({ reload }) {
  const editor = useEditor();
  return html`<header className="builder-bar">
    <div className="builder-who">
      ${h(Link, { to: "/journeys", className: "builder-back", title: t("builder.back"), label: t("builder.back") }, h(Icon, { name: "arrow-left" }))}
      <div className="builder-name">
        ${h(NameField)}
        <div className="builder-standing">${h(StateBadge)}${!editor.isReadOnly && h(SavedText)}</div>
      </div>
    </div>
    <div className="builder-tools">
      ${!editor.isReadOnly && h(Steps)}
      ${h(Views)}
      ${h(Switches)}
      ${h(ProblemsButton)}
      ${h(PublishButton)}
      ${h(MoreMenu, { reload })}
    </div>
  </header>`;
}

function Steps() {
  const editor = useEditor();
  const history = useEdit((state) => state.history);
  const [back, forth] = [undoLabel(history), redoLabel(history)];
  return html`<div className="builder-group builder-steps">
    ${h(Button, {
      small: true,
      kind: "plain",
      icon: "undo-2",
      disabled: back === undefined,
      label: back === undefined ? t("ui.undo") : t("builder.undoThis", { label: back }),
      onClick: () => undoStep(editor),
    })}
    ${h(Button, {
      small: true,
      kind: "plain",
      icon: "redo-2",
      disabled: forth === undefined,
      label: forth === undefined ? t("builder.redo") : t("builder.redoThis", { label: forth }),
      onClick: () => redoStep(editor),
    })}
  </div>`;
}

function Views() {
  const editor = useEditor();
  const view = useEdit((state) => state.view);
  return html`<div className="switcher" role="group" aria-label=${t("builder.view.label")}>
    ${(/** @type {const} */ (["canvas", "outline"])).map((name) =>
      h(Button, {
        key: name,
        small: true,
        kind: "plain",
        icon: name === "canvas" ? "workflow" : "list-tree",
        pressed: view === name,
        onClick: () => preferView(editor, name),
        children: t(`builder.view.${name}`),
      }),
    )}
  </div>`;
}

function Switches() {
  const desk = useDesk();
  const { version } = useStore(desk.journey);
  const hasNumbers = useStore(desk.hasNumbers);
  const tray = useStore(desk.tray);
  return html`<div className="builder-group">
    ${
      version !== null &&
      h(
        Button,
        {
          small: true,
          icon: "chart-column",
          pressed: hasNumbers,
          onClick: () => desk.hasNumbers.set(!hasNumbers),
        },
        t("builder.numbers"),
      )
    }
    ${h(
      Button,
      {
        small: true,
        icon: "flask-conical",
        pressed: tray === "trial",
        onClick: () => desk.tray.set(tray === "trial" ? "palette" : "trial"),
      },
      t("builder.test"),
    )}
  </div>`;
}
