/** One column of a file and what it becomes. */

import { keyOf } from "../../forms/dialogs/AttributeDialog.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Badge } from "../../ui/Badge.js";
import { SelectField, TextField } from "../../ui/Field.js";
import { FIELDS } from "./fields.js";

/** @import {Column} from "./useUpload.js" */

const TYPES = /** @type {const} */ (["text", "number", "boolean", "date", "moment"]);
const NEW = "new";

/**
 * @param {{column: Column, target: string, examples: readonly string[], known: readonly {key: string, name: string}[],
 *   error: string | undefined, onTarget: (target: string) => void}} props
 */
export function ColumnRow({ column, target, examples, known, error, onTarget }) {
  const [kind = "", key = "", type = ""] = target.split(":");
  const isNew = kind === "attribute" && !known.some((attribute) => attribute.key === key);
  const shownType = type || column.type || "text";
  const become = (/** @type {string} */ value) =>
    onTarget(value === NEW ? `attribute:${keyOf(column.header) || "column"}:${column.type ?? "text"}` : value);
  const choices = [
    ...FIELDS.map((field) => ({ value: field, label: t(`contacts.fields.${field}`) })),
    { value: "tags", label: t("contacts.importing.tags") },
    ...known.map((attribute) => ({ value: `attribute:${attribute.key}`, label: attribute.name })),
    { value: NEW, label: t("contacts.importing.newAttribute") },
    { value: "ignore", label: t("contacts.importing.ignore") },
  ];
  const value = isNew ? NEW : kind === "attribute" ? `attribute:${key}` : target;
  return html`<tr className=${target === "ignore" ? "ignored" : ""}>
    <th scope="row">${column.header || t("contacts.importing.noName")}</th>
    <td className="quiet-text">${examples.join(" · ")}</td>
    <td>
      <div className="column-target">
        ${h(SelectField, { label: t("contacts.importing.becomesOf", { column: column.header }), hideLabel: true, value, choices, error, onChange: become })}
        ${
          isNew &&
          html`${h(TextField, { label: t("contacts.importing.keyOf", { column: column.header }), hideLabel: true, value: key, maxLength: 60, onChange: (typed) => onTarget(`attribute:${keyOf(typed)}:${shownType}`) })}
          ${h(SelectField, { label: t("contacts.importing.typeOf", { column: column.header }), hideLabel: true, value: shownType, choices: TYPES.map((one) => ({ value: one, label: t(`forms.kinds.${one}`) })), onChange: (next) => onTarget(`attribute:${key}:${next}`) })}
          ${h(Badge, { tone: "accent", children: t("contacts.importing.new") })}`
        }
      </div>
    </td>
  </tr>`;
}
