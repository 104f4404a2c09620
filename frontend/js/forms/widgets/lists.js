/** Several words: of any kind, or tags. */

import { h } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Field } from "../../ui/Field.js";
import { Chips } from "../Chips.js";
import { findTags } from "../lookups.js";

/** @import {WidgetProps} from "../widgets.js" */

const nothingKnown = async () => [];

/** @param {WidgetProps} props */
export function ListWidget({ setting, value, onChange, error, disabled }) {
  const values = Array.isArray(value) ? value : [];
  return h(Field, {
    label: setting.label,
    hint: setting.help,
    error,
    control: (ties) => h(Chips, { ties, values, onChange, disabled, find: nothingKnown, nothing: t("forms.add") }),
  });
}

/** @param {WidgetProps} props */
export function TagsWidget({ setting, value, onChange, error, disabled }) {
  const values = Array.isArray(value) ? value : [];
  return h(Field, {
    label: setting.label,
    hint: setting.help,
    error,
    control: (ties) =>
      h(Chips, {
        ties,
        values,
        onChange,
        disabled,
        find: findTags,
        addLabel: "forms.addTag",
        placeholder: t("forms.tags.choose"),
        nothing: t("forms.tags.nothing"),
      }),
  });
}
