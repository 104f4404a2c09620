/** The settings of one step. */

import { useEffect } from "react";
import { configure, double, remove } from "../builder/acts.js";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { SchemaForm } from "../forms/SchemaForm.js";
import { shownNames, sortProblems } from "../forms/schema.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { nodeAt } from "../model/document.js";
import { Button } from "../ui/Button.js";
import { focusPanel, wasEnter, wasKey } from "./focus.js";
import { isFresh, leave } from "./fresh.js";
import { PanelHead } from "./PanelHead.js";
import { Ports } from "./Ports.js";
import { Problems } from "./Problems.js";

/** @import {Problem} from "../builder/editor.js" */

const NONE = /** @type {readonly Problem[]} */ ([]);

/** @param {{node: string, onClose: () => void}} props `node`: its key */
export function NodePanel({ node, onClose }) {
  const editor = useEditor();
  const spec = useEdit((state) => nodeAt(state.history.present, node));
  const report = useEdit((state) => state.report);
  const reported = useEdit((state) => state.reported && nodeAt(state.reported, node));
  const type = editor.typeOf(node);
  const isNew = isFresh(editor, node);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each step that opens.
  useEffect(() => {
    const isOpened = editor.state.get().panel === node;
    if (wasEnter() || (isNew && isOpened && wasKey())) focusPanel();
    return () => leave(editor, node);
  }, [node]);
  if (!spec) return null;
  const problems = (report?.problems ?? NONE).filter((problem) => problem.node === node);
  const names = type ? shownNames(type.schema, spec.config) : [];
  const { rest } = sortProblems(problems, names);
  const sentence = report && Object.hasOwn(report.summaries, node) ? report.summaries[node] : "";
  return html`${h(PanelHead, {
    icon: type?.icon ?? "puzzle",
    group: type?.group ?? "",
    title: type?.label ?? spec.type,
    sentence,
    onClose,
  })}
  <div className="panel-body">
    ${type?.help && html`<p className="panel-help">${type.help}</p>`}
    ${
      type
        ? h(SchemaForm, {
            schema: type.schema,
            config: spec.config,
            problems,
            checked: reported?.config ?? spec.config,
            isFresh: isNew,
            disabled: editor.isReadOnly,
            onChange: (changes, field) => configure(editor, node, changes, field),
          })
        : h(Unknown, { type: spec.type, config: spec.config })
    }
    ${h(Problems, { problems: rest.filter(({ code }) => code !== "missing-edge" && code !== "unknown-type") })}
    ${(type || editor.portsOf(node).length > 0) && h(Ports, { node, open: isNew ? NONE : rest.filter((problem) => problem.code === "missing-edge") })}
  </div>
  ${
    !editor.isReadOnly &&
    html`<footer className="panel-foot">
    ${h(Button, { small: true, icon: "copy-plus", onClick: () => double(editor, [node]) }, t("panel.duplicate"))}
    ${h(Button, { small: true, kind: "plain", icon: "trash-2", className: "danger-words", onClick: () => remove(editor, [node]) }, t("panel.delete"))}
  </footer>`
  }`;
}

/** A step of a type that is not installed: nothing of it is lost. @param {{type: string, config: unknown}} props */
function Unknown({ type, config }) {
  return html`<div className="notice plain"><p>${t("panel.unknown", { type })}</p></div>
    <details><summary>${t("panel.itsSettings")}</summary>
      <pre className="panel-code" tabIndex=${0}><code>${JSON.stringify(config, null, 2)}</code></pre></details>`;
}
