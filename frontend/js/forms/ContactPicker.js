/** Choosing one person, by name or address. */

import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Field } from "../ui/Field.js";
import { Combobox } from "./Combobox.js";
import { findContacts, nameOf } from "./lookups.js";

/** @import {ReactNode} from "react" */
/** @import {Contact} from "./lookups.js" */

/**
 * @param {{label: string, value: Contact | null, onChange: (contact: Contact | null) => void, hint?: ReactNode,
 *   error?: string | undefined, hideLabel?: boolean, autoFocus?: boolean, disabled?: boolean, placeholder?: string}} props
 *   `value`: a contact as GET /contacts has it
 */
export function ContactPicker({ label, value, onChange, hint, error, hideLabel = false, ...rest }) {
  return h(Field, {
    label,
    hint,
    error,
    hideLabel,
    control: (ties) =>
      h(Combobox, {
        placeholder: t("forms.searchPeople"),
        ...rest,
        ties,
        icon: "user",
        text: value ? nameOf(value) : "",
        chosen: value ? String(value.id) : "",
        find: findContacts,
        nothing: t("forms.nobodyFits"),
        onChoose: (option) => onChange(option.item),
        onClear: () => onChange(null),
      }),
  });
}
