/** Adds a test, or a group of tests, at the end of a group. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Menu } from "../ui/Menu.js";
import { useBuilder } from "./builderContext.js";
import { newTest } from "./changes.js";
import { leadIcon } from "./lead.js";
import { groupOf } from "./shape.js";
import { add, at } from "./tree.js";

/** @import {Path, Subject} from "./shape.js" */

/** @param {{path: Path, isFirst: boolean, mayNest: boolean}} props */
export function AddMenu({ path, isFirst, mayNest }) {
  const { root, catalogue, addNew } = useBuilder();
  const tests = catalogue.subjects.filter((subject) => subject.kind === "test");
  const put = (/** @type {Subject} */ subject) => {
    const next = add(root, path, newTest(subject, catalogue));
    addNew(next.root, next.path);
  };
  const nest = () => {
    const kind = (groupOf(at(root, path) ?? {})?.kind ?? "all") === "all" ? "any" : "all";
    const [first] = tests;
    if (!first) return;
    const next = add(root, path, { [kind]: [newTest(first, catalogue)] });
    addNew(next.root, [...next.path, kind, 0]);
  };
  return html`<div className="group-foot">${h(
    Menu,
    {
      label: t("conditions.add"),
      icon: "plus",
      small: !isFirst,
      kind: "quiet",
      items: [
        ...tests.map((subject) => ({
          label: subject.label,
          hint: subject.help,
          icon: leadIcon(subject.key),
          onClick: () => put(subject),
        })),
        ...(mayNest && !isFirst
          ? [
              /** @type {const} */ ("line"),
              {
                label: t("conditions.addGroup"),
                hint: t("conditions.addGroupHint"),
                icon: "folder",
                onClick: nest,
              },
            ]
          : []),
      ],
    },
    t("conditions.add"),
  )}</div>`;
}
