/** Tests on an event's properties: "only if [amount] [is at least] [20]". */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { withSetting } from "./changes.js";
import { WhereList } from "./WhereList.js";

/** @import {Setting} from "./shape.js" */
/** @import {TestProps} from "./TestSettings.js" */

/** @param {TestProps & {setting: Setting}} props */
export function Where({ setting, test, onChange, wrong, disabled }) {
  const { key } = setting;
  const tests = test[key];
  const set = (/** @type {readonly unknown[]} */ next, isTyping = false) =>
    onChange(withSetting(test, key, next.length ? next : undefined), isTyping);
  if (!tests?.length)
    return disabled
      ? null
      : h(
          Button,
          { kind: "plain", small: true, icon: "plus", onClick: () => set([{ property: "", op: "equals" }]) },
          t("forms.where.add"),
        );
  return html`<div className="where-in-test">${h(WhereList, {
    tests,
    event: test.event ?? "",
    wrong: wrong
      .filter(({ pointer }) => pointer.startsWith(`/${key}`))
      .map((one) => ({ ...one, pointer: one.pointer.slice(key.length + 1) })),
    onChange: set,
    disabled,
  })}</div>`;
}
