/** Parts of a profile: what is known, tags, where the person stands now. */

import { useState } from "react";
import { change, get } from "../../api/http.js";
import { Chips } from "../../forms/Chips.js";
import { findTags, forgetLists } from "../../forms/lookups.js";
import { ago, date, dateTime, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Link } from "../../shell/router.js";
import { Icon } from "../../ui/Icon.js";
import { sayError } from "../../ui/Toast.js";
import { FIELDS } from "./fields.js";

/** @import {Contact} from "./fetching.js" */
/** @import {Waiting} from "./moments.js" */
/** @typedef {{key: string, name: string, type: string}} Attribute */

/** @param {{waiting: readonly Waiting[], names: ReadonlyMap<string, string>}} props */
export function Inside({ waiting, names }) {
  if (!waiting.length) return null;
  return html`<section className="panel padded stack">
    <h2>${t("contacts.profile.inside")}</h2>
    <ul className="inside">
      ${waiting.map(
        ({ enrollment, journey, sentence, since, until }) => html`<li key=${enrollment}>
        <span className="moment-icon">${h(Icon, { name: "hourglass", size: 16 })}</span>
        <div><p>${h(Link, { to: `/journeys/${journey}` }, names.get(journey) ?? journey)} <span className="quiet-text">${sentence}</span></p>
          <p className="hint">${until ? t("contacts.profile.until", { since: ago(since), until: dateTime(until) }) : t("contacts.profile.untilResumed", { since: ago(since) })}</p></div>
      </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {unknown} value @param {string} type @returns {string} */
export function said(value, type) {
  if (value === null || value === undefined || value === "") return "";
  if (type === "boolean") return t(value ? "forms.yes" : "forms.no");
  if (type === "number" && typeof value === "number") return number(value);
  if (type === "date") return date(`${value}T12:00`);
  if (type === "moment") return dateTime(String(value));
  return String(value);
}

/** @param {{person: Contact}} props */
export function Facts({ person }) {
  const { data } = useLoad((signal) => get("/attributes", signal), []);
  const own = /** @type {Attribute[]} */ (data?.items ?? []);
  const rows = [
    ...FIELDS.map((key) => ({
      key: /** @type {string} */ (key),
      label: t(`contacts.fields.${key}`),
      value: said(person[key], "text"),
    })),
    ...own.map(({ key, name, type }) => ({ key, label: name, value: said(person.attributes[key], type) })),
  ].filter(({ value }) => value);
  return html`<section className="panel padded stack">
    <h2>${t("contacts.profile.known")}</h2>
    <dl className="known">${rows.map(({ key, label, value }) => html`<div key=${key}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
  </section>`;
}

/** @param {{person: Contact, onChanged: () => void}} props */
export function Tags({ person, onChanged }) {
  const mayWrite = useMay("contacts:write");
  const [tags, setTags] = useState(person.tags);
  const put = async (/** @type {string[]} */ next) => {
    const before = tags;
    setTags(next);
    forgetLists();
    const path = (/** @type {string} */ name) => `/contacts/${person.id}/tags/${encodeURIComponent(name)}`;
    try {
      for (const name of next.filter((one) => !before.includes(one))) await change("PUT", path(name));
      for (const name of before.filter((one) => !next.includes(one))) await change("DELETE", path(name));
      onChanged();
    } catch (error) {
      setTags(before);
      sayError(error);
    }
  };
  return html`<section className="panel padded stack">
    <h2 id="profile-tags">${t("contacts.columns.tags")}</h2>
    ${h(Chips, {
      ties: { "aria-label": t("contacts.addTags") },
      values: tags,
      find: findTags,
      disabled: !mayWrite,
      addLabel: "forms.addTag",
      placeholder: t("forms.tags.choose"),
      nothing: t("forms.tags.nothing"),
      onChange: (values) => put(values.map(String)),
    })}
  </section>`;
}
