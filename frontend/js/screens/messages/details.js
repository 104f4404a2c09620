/** What a message can say about its reader, and how a template asks for it. */

import { get } from "../../api/http.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";

/** `asks`: what must be known first. `words` makes the template's words of the answers.
 * @typedef {{key: string, label: string, icon: string, asks?: "otherwise" | "name", otherwise?: string,
 *   words: (answer: string, other?: string) => string}} Detail */
/** @typedef {{key: string, label: string, details: Detail[]}} Group */

const FIELDS = /** @type {const} */ ([
  "first_name",
  "last_name",
  "email",
  "company",
  "city",
  "country",
  "language",
  "phone",
  "external_id",
]);

/** @param {string} name @param {string} [other] @returns {string} */
const put = (name, other) => {
  const words = other?.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return words ? `{{ ${name} | default('${words}') }}` : `{{ ${name} }}`;
};

/** @param {string} typed @returns {string} a name as templates have it */
const nameOf = (typed) =>
  typed
    .replace(/^(?:event|data)\./, "")
    .replace(/[^\p{L}\p{N}_.]+/gu, "_")
    .replace(/^_+|_+$/g, "");

/** @param {string} key @param {string} label @param {string} icon @returns {Detail} */
const ofContact = (key, label, icon) => ({
  key: `contact.${key}`,
  label,
  icon,
  asks: "otherwise",
  otherwise: key === "first_name" ? t("messages.detail.there") : "",
  words: (other) => put(`contact.${key}`, other),
});

/** @param {string} key @param {string} label @param {string} icon @param {string} words @returns {Detail} */
const fixed = (key, label, icon, words) => ({ key, label, icon, words: () => words });

/** @returns {Group[]} */
export function useDetails() {
  const { data } = useLoad((signal) => get("/attributes", signal), []);
  const own = /** @type {{key: string, name: string, type: string}[]} */ (data?.items ?? []);
  /** @type {Group[]} */
  const groups = [
    {
      key: "contact",
      label: t("messages.detail.person"),
      details: FIELDS.map((key) => ofContact(key, t(`contacts.fields.${key}`), "user-check")),
    },
    {
      key: "attributes",
      label: t("messages.detail.attributes"),
      details: own.map(({ key, name, type }) =>
        type === "date" || type === "moment"
          ? fixed(key, name, "calendar", `{{ contact.${key} | date }}`)
          : ofContact(key, name, "tag"),
      ),
    },
    {
      key: "links",
      label: t("messages.detail.links"),
      details: [
        fixed("unsubscribe", t("messages.detail.unsubscribe"), "link", "{{ unsubscribe_url }}"),
        fixed("preferences", t("messages.detail.preferences"), "link", "{{ preferences_url }}"),
      ],
    },
    {
      key: "more",
      label: t("messages.detail.more"),
      details: [
        {
          key: "event",
          label: t("messages.detail.event"),
          icon: "zap",
          asks: "name",
          words: (name, other) => put(`event.${nameOf(name)}`, other),
        },
        fixed("workspace", t("messages.detail.workspace"), "home", "{{ workspace.name }}"),
        fixed("postal", t("messages.detail.postal"), "map", "{{ workspace.postal_address }}"),
        fixed("today", t("messages.detail.today"), "calendar", "{{ now | date }}"),
      ],
    },
  ];
  return groups.filter((group) => group.details.length);
}
