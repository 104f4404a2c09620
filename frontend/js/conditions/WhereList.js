/** A list of tests on an event's properties; all of them must hold. */

import { conditionTypes } from "../api/catalogue.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Compared } from "./Compared.js";
import { operatorsFor, withAttribute, withOperator, withSetting } from "./changes.js";
import { PropertyField } from "./PropertyField.js";
import { isPropertyTest, operatorOf } from "./shape.js";
import { kindOf, useProperties } from "./useProperties.js";

/** @import {Property} from "./known.js" */
/** @import {Catalogue, Node} from "./shape.js" */

/**
 * @param {{tests: readonly Node[], event: string, wrong: readonly {pointer: string}[], disabled: boolean,
 *   onChange: (tests: readonly Node[], isTyping?: boolean) => void, isAlone?: boolean}} props `wrong`: pointers such as "/0/op"; `isAlone`: a label says "only if" already
 */
export function WhereList({ tests, wrong, disabled, onChange, event, isAlone = false }) {
  const catalogue = /** @type {Catalogue | undefined} */ (useLoad(conditionTypes, []).data);
  const properties = useProperties(event);
  if (!catalogue) return null;
  const put = (/** @type {number} */ at, /** @type {Node} */ test, isTyping = false) =>
    onChange(
      tests.map((other, n) => (n === at ? test : other)),
      isTyping,
    );
  return html`<div className="where">
    <ul>${tests.map((test, at) => {
      const isWrong = (/** @type {string} */ part) =>
        wrong.some(({ pointer }) => pointer === `/${at}` || pointer.startsWith(`/${at}/${part}`));
      return html`<li key=${at} className="where-test">
        ${(at > 0 || !isAlone) && html`<span>${t(at ? "conditions.and" : "conditions.onlyIf")}</span>`}
        ${
          isPropertyTest(test, catalogue)
            ? html`${h(PropertyField, { properties, value: test.property ?? "", isWrong: isWrong("property"), disabled, onChange: (property) => put(at, withProperty(test, property, properties, catalogue)) })}
            ${h(Compared, {
              operators: operatorsFor(catalogue, kindOf(properties, test.property ?? "")),
              operator: operatorOf(test.op, catalogue),
              kind: kindOf(properties, test.property ?? ""),
              value: test.value,
              isWrong: isWrong("op") || isWrong("value"),
              disabled,
              onOperator: (key) => put(at, withOperator(test, operatorOf(key, catalogue))),
              onValue: (value, isTyping) => put(at, withSetting(test, "value", value), isTyping),
            })}`
            : html`<code className="odd-test">${JSON.stringify(test)}</code>`
        }
        ${!disabled && h(Button, { kind: "plain", small: true, icon: "x", label: t("forms.where.remove"), onClick: () => onChange(tests.filter((_, n) => n !== at)) })}
      </li>`;
    })}</ul>
    ${!disabled && h(Button, { kind: "plain", small: true, icon: "plus", onClick: () => onChange([...tests, { property: "", op: "equals" }]) }, t(tests.length ? "conditions.addWhere" : "forms.where.add"))}
  </div>`;
}

/**
 * Ask about another property: with the same comparison if that fits its kind.
 * @param {Node} test @param {string} property @param {readonly Property[]} properties @param {Catalogue} catalogue @returns {Node}
 */
function withProperty(test, property, properties, catalogue) {
  const [before, kind] = [kindOf(properties, test.property ?? ""), kindOf(properties, property)];
  const { attribute: _, ...next } = /** @type {any} */ (
    withAttribute(test, { key: "", type: kind, before }, catalogue)
  );
  return { ...next, property };
}
