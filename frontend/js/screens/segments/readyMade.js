/** Ready-made beginnings for a new segment. */

/** @import {TextKey} from "../../kit/text.js" */

/** What a workspace has that a beginning may need.
 * @typedef {Readonly<{topics: readonly {slug: string, name: string}[], tags: readonly {name: string}[],
 *   attributes: readonly {key: string, name: string, type: string}[]}>} Vocabulary */
/** @typedef {Readonly<{key: string, icon: string, name: TextKey, text: TextKey, values?: Record<string, string>,
 *   condition: Record<string, any>}>} Start */

const BIRTHDAYS = ["birthday", "birth_date", "date_of_birth", "birthdate"];

/**
 * Return the beginnings that make sense here.
 * @param {Vocabulary} vocabulary @returns {Start[]}
 */
export function startsFor({ topics, tags, attributes }) {
  const topic = topics.find(({ slug }) => /news/.test(slug)) ?? topics[0];
  const tag = tags.find(({ name }) => name.toLowerCase() === "vip") ?? tags[0];
  const birthday = attributes.find(
    ({ key, type }) => BIRTHDAYS.includes(key) && (type === "date" || type === "moment"),
  );
  return [
    ...(topic ? [start("subscribers", "mail-check", { all: [{ topic: topic.slug }] }, { name: topic.name })] : []),
    start("newcomers", "user-plus", { all: [{ attribute: "created_at", op: "in_last", value: "P30D" }] }),
    start("quiet", "moon", {
      all: [{ event: "purchase" }, { not: { event: "purchase", within: "P90D" } }],
    }),
    start("regulars", "star", { all: [{ event: "purchase", count: { at_least: 3 }, within: "P1Y" }] }),
    start("place", "map", { all: [{ attribute: "city", op: "equals", value: "Berlin" }] }),
    ...(tag ? [start("tagged", "tag", { all: [{ tag: tag.name }] }, { name: tag.name })] : []),
    ...(birthday
      ? [start("birthday", "cake", { all: [{ attribute: birthday.key, op: "anniversary_within", value: "P7D" }] })]
      : []),
  ];
}

/**
 * @param {"subscribers" | "newcomers" | "quiet" | "regulars" | "place" | "tagged" | "birthday"} key @param {string} icon
 * @param {Record<string, any>} condition @param {Record<string, string>} [values] @returns {Start}
 */
const start = (key, icon, condition, values) => ({
  key,
  icon,
  name: `segments.starts.${key}.name`,
  text: `segments.starts.${key}.text`,
  condition,
  ...(values && { values }),
});
