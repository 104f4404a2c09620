/** "Their [city] [is] [Berlin]": an attribute, a comparison that fits what it holds, and what it is compared with. */

import { useMemo } from "react";
import { attributes } from "../forms/lookups.js";
import { Picker } from "../forms/Picker.js";
import { useAttribute } from "../forms/useAttribute.js";
import { h, html } from "../kit/h.js";
import { useBuilder } from "./builderContext.js";
import { Compared } from "./Compared.js";
import { operatorsFor, withAttribute, withOperator, withSetting } from "./changes.js";
import { isOfficial, knownValues, sayValue } from "./known.js";
import { operatorOf } from "./shape.js";

/** @import {TestProps} from "./TestSettings.js" */

/** @param {TestProps} props */
export function AttributeTest({ subject, test, onChange, wrong, disabled }) {
  const { catalogue } = useBuilder();
  const key = test.attribute ?? "";
  const attribute = useAttribute(key);
  const find = useMemo(() => knownValues(key), [key]);
  const label = subject.settings.find((setting) => setting.widget === "attribute")?.label ?? "";
  const choose = async (/** @type {string} */ next) => {
    const all = await attributes().catch(() => []);
    const type = all.find((one) => one.key === next)?.type;
    onChange(withAttribute(test, { key: next, type, before: attribute?.type }, catalogue));
  };
  const operator = operatorOf(test.op, catalogue);
  const isWrong = (/** @type {string} */ part) => wrong.some(({ pointer }) => pointer.startsWith(`/${part}`));
  return html`<span className="wide-control">${h(Picker, {
    kind: "attribute",
    ties: { "aria-label": label, "aria-invalid": isWrong("attribute") ? "true" : undefined },
    value: key,
    onChange: choose,
    disabled,
    isRequired: true,
  })}</span>
  ${
    key &&
    h(Compared, {
      operators: operatorsFor(catalogue, attribute?.type),
      operator,
      kind: attribute?.type,
      find: attribute?.type === "text" ? find : null,
      prefersWords: !isOfficial(key),
      say: (value) => sayValue(key, value),
      value: test.value,
      isWrong: isWrong("op") || isWrong("value"),
      disabled,
      onOperator: (next) => onChange(withOperator(test, operatorOf(next, catalogue))),
      onValue: (value, isTyping) => onChange(withSetting(test, "value", value), isTyping),
    })
  }`;
}
