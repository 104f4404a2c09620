/** What is still wrong, each with a way to see it and, where that is possible, to mend it at once. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { Menu } from "../ui/Menu.js";
import { fixesFor } from "./fixes.js";
import { reveal } from "./reveal.js";
import { useEdit, useEditor } from "./useEditor.js";

/** @import {Editor, Problem} from "./editor.js" */
/** @import {Fix} from "./fixes.js" */

export function Problems() {
  const problems = useEdit((state) => state.report?.problems) ?? [];
  const errors = problems.filter((problem) => problem.severity === "error");
  const notices = problems.filter((problem) => problem.severity !== "error");
  if (!problems.length) {
    return html`<div className="tray-empty">${h(Icon, { name: "circle-check", size: 28 })}
      <p><strong>${t("builder.problems.none")}</strong></p><p>${t("builder.problems.noneText")}</p></div>`;
  }
  return html`<div className="stack wide">
    ${errors.length > 0 && h(List, { title: t("builder.problems.errors", { n: errors.length }), problems: errors })}
    ${notices.length > 0 && h(List, { title: t("builder.problems.notices", { n: notices.length }), problems: notices })}
  </div>`;
}

/** @param {{title: string, problems: readonly Problem[]}} props */
function List({ title, problems }) {
  return html`<section className="stack"><h3>${title}</h3>
    <ul className="problem-list">${problems.map((problem, n) => h(Row, { key: `${problem.code}/${problem.node}/${problem.field}/${problem.port}/${n}`, problem }))}</ul>
  </section>`;
}

/** @param {{problem: Problem}} props */
function Row({ problem }) {
  const editor = useEditor();
  useEdit((state) => state.history.present);
  const fixes = editor.isReadOnly ? [] : fixesFor(problem, tableOf(editor));
  const [first] = fixes;
  const { node } = problem;
  return html`<li className=${`is-${problem.severity}`}>
    ${h(Icon, { name: problem.severity === "error" ? "circle-alert" : "info", size: 18 })}
    <div className="stack">
      <p>${problem.detail}</p>
      ${problem.fix && html`<p className="hint">${problem.fix}</p>`}
      <div className="row">
        ${node !== null && h(Button, { small: true, onClick: () => reveal(editor, node, problem.field) }, t("builder.problems.show"))}
        ${first && fixes.length === 1 && h(Button, { small: true, icon: "wand-sparkles", onClick: () => mend(editor, first) }, wordsOf(first))}
        ${fixes.length > 1 && h(Menu, { small: true, icon: "wand-sparkles", label: t("builder.problems.fix"), items: fixes.map((fix) => ({ label: wordsOf(fix), onClick: () => mend(editor, fix) })) }, t("builder.problems.fix"))}
      </div>
    </div>
  </li>`;
}

/** @param {Editor} editor */
const tableOf = (editor) => ({
  flow: editor.flow,
  types: editor.types,
  portsOf: editor.portsOf,
  nameOf: (/** @type {string} */ key) => editor.nameOf(key),
});

/** @param {Fix} fix @returns {string} */
const wordsOf = (fix) => t(`builder.fix.${fix.kind}`, { name: fix.name });

/** @param {Editor} editor @param {Fix} fix */
function mend(editor, fix) {
  const label = wordsOf(fix);
  const { choose } = fix;
  editor.run(label, fix.command, choose === undefined ? {} : { choose: [choose] });
  if (choose !== undefined && fix.kind === "start") reveal(editor, choose);
  editor.say(t("builder.fix.done", { label }));
}
