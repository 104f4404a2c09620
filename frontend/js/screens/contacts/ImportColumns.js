/** What the columns of a file are, and what concerns everybody in it. */

import { get } from "../../api/http.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { SelectField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";
import { Failure, Loading } from "../../ui/States.js";
import { Consent } from "./AddContact.js";
import { TagsField } from "./Chosen.js";
import { ColumnRow } from "./ColumnRow.js";
import { useUpload } from "./useUpload.js";

/** @import {Look, Upload} from "./useUpload.js" */

const DELIMITERS = /** @type {const} */ ([
  [",", "comma"],
  [";", "semicolon"],
  ["\t", "tab"],
  ["|", "bar"],
]);
const ENCODINGS = ["utf-8", "utf-16", "windows-1252", "latin-1"];

/** @param {{file: File, onCancel: () => void, onStarted: (id: number) => void}} props */
export function ImportColumns({ file, onCancel, onStarted }) {
  const upload = useUpload(file);
  const { look, error, isLooking, isStarting, start } = upload;
  const begin = async () => {
    const id = await start();
    if (id !== null) onStarted(id);
  };
  if (!look && !error) return h(Loading);
  return html`<div className="stack wide import-columns">
    <div className="row spread">
      <p className="file-name">${h(Icon, { name: "file-text", size: 18 })} <strong>${file.name}</strong></p>
      ${h(Button, { small: true, onClick: onCancel }, t("contacts.importing.another"))}
    </div>
    ${error && h(Failure, { error })}
    ${look && h(Columns, { look, upload })}
    ${look && h(ForEverybody, { upload })}
    <div className="import-foot">
      <p className="hint" role="status">${isLooking ? t("contacts.importing.looking") : t("contacts.importing.nothingYet")}</p>
      ${h(Button, { onClick: onCancel }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", icon: "upload", busy: isStarting, disabled: !look || isLooking || Boolean(error && !upload.faults.length), onClick: begin }, t("contacts.importing.start"))}
    </div>
  </div>`;
}

/** @param {{look: Look, upload: Upload}} props */
function Columns({ look, upload }) {
  const { data } = useLoad((signal) => get("/attributes", signal), []);
  const { says, say, map, faults, error } = upload;
  const known = /** @type {{key: string, name: string, type: string}[]} */ (data?.items ?? []);
  const isDated = look.columns.some(({ type }) => type === "date" || type === "moment");
  const wrong = /** @type {any} */ (error)?.errors ?? faults;
  return html`<section className="panel">
    <header className="section-head"><h2>${t("contacts.importing.columns")}</h2><p className="hint">${t("contacts.importing.columnsHint")}</p></header>
    <div className="table-holder"><table className="column-table">
      <thead><tr><th>${t("contacts.importing.column")}</th><th>${t("contacts.importing.example")}</th><th>${t("contacts.importing.becomes")}</th></tr></thead>
      <tbody>
        ${look.columns.map((column, n) =>
          h(ColumnRow, {
            key: n,
            column,
            target: says.mapping[column.header] ?? column.target,
            examples: look.rows
              .map((row) => row[n] ?? "")
              .filter(Boolean)
              .slice(0, 3),
            known,
            error: wrong.find((/** @type {{pointer: string}} */ { pointer }) =>
              pointer.endsWith(`/mapping/${column.header}`),
            )?.detail,
            onTarget: (target) => map(column.header, target),
          }),
        )}
      </tbody>
    </table></div>
    <div className="reading">
      ${
        isDated &&
        h(SelectField, {
          label: t("contacts.importing.dates"),
          value: says.dayFirst,
          none: t("contacts.importing.datesFound"),
          choices: [
            { value: "yes", label: t("contacts.importing.dayFirst") },
            { value: "no", label: t("contacts.importing.monthFirst") },
          ],
          onChange: (dayFirst) => say({ dayFirst: /** @type {"yes"} */ (dayFirst) }),
        })
      }
      ${h(SelectField, {
        label: t("contacts.importing.delimiter"),
        value: says.delimiter || look.delimiter,
        choices: DELIMITERS.map(([value, name]) => ({ value, label: t(`contacts.importing.delimiters.${name}`) })),
        onChange: (delimiter) => say({ delimiter }),
      })}
      ${h(SelectField, {
        label: t("contacts.importing.encoding"),
        value: says.encoding || look.encoding,
        choices: ENCODINGS.map((value) => ({ value, label: value.toUpperCase() })),
        onChange: (encoding) => say({ encoding }),
      })}
    </div>
  </section>`;
}

/** @param {{upload: Upload}} props */
function ForEverybody({ upload }) {
  const { says, say, faults } = upload;
  const errorAt = (/** @type {string} */ key) =>
    faults.find(({ pointer }) => pointer.includes(`/consent/${key}`))?.detail;
  return html`<section className="panel padded form">
    <h2>${t("contacts.importing.everybody")}</h2>
    ${h(TagsField, { tags: says.tags, onChange: (tags) => say({ tags }), hint: t("contacts.importing.tagsHint") })}
    <details open=${says.topic ? true : undefined}>
      <summary>${t("contacts.importing.subscribe")}</summary>
      ${h(Consent, { topic: says.topic, source: says.source, wording: says.wording, onChange: say, errorAt: (key) => errorAt(key === "topic" ? "topics" : key) })}
    </details>
  </section>`;
}
