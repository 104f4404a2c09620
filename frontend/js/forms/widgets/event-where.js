/** Tests on the properties of the event that is chosen beside it. */

import { WhereList } from "../../conditions/WhereList.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Framed } from "../Framed.js";
import { asText } from "../texts.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function EventWhereWidget({ setting, value, onChange, error, wrong, disabled, values }) {
  const tests = Array.isArray(value) ? value : [];
  return h(
    Framed,
    { label: setting.label, hint: tests.length ? setting.help : undefined, error, children: null },
    !tests.length && html`<p className="quiet-text small">${t("forms.where.none")}</p>`,
    h(WhereList, { tests, event: asText(values.event), wrong, onChange, disabled, isAlone: true }),
  );
}
