/** What the server says that an import would do (POST /flows/plan), put in the order in which people read it. */

/** @typedef {"segment" | "message" | "topic" | "attribute"} Kind */
/** `slug`: what it will be called here; `choices`: what one may decide instead of `choice`.
 * @typedef {{kind: Kind, key: string, name: string, choice: string, slug: string, choices: readonly string[]}} Item */
/** @typedef {{name: string, items: readonly Item[], unknown_types: readonly string[],
 *   parameters: Readonly<Record<string, {label: string, type?: string, default?: string | number}>>}} Plan */

/** @param {Pick<Item, "kind" | "key">} item @returns {string} its name among the choices */
export const nameOf = ({ kind, key }) => `${kind}:${key}`;

/**
 * Sort what is brought: new here, here already, here but different, and nowhere to be found.
 * @param {readonly Item[]} items
 */
export function sortedItems(items) {
  return {
    clashes: items.filter((item) => item.choices.length > 0),
    created: items.filter((item) => item.choice === "create" && !item.choices.length),
    reused: items.filter((item) => item.choice === "reuse" && !item.choices.length),
    missing: items.filter((item) => item.choice === "missing"),
  };
}
