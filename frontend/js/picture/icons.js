/** The insides of our icons, to be written into a picture, which travels without the sprite. */

/** @type {Promise<ReadonlyMap<string, string>> | null} */
let kept = null;

/** @returns {Promise<ReadonlyMap<string, string>>} by name; empty when they cannot be had: a picture does without */
export function iconPaths() {
  kept ??= read().catch(() => {
    kept = null;
    return new Map();
  });
  return kept;
}

async function read() {
  const answer = await fetch("/static/img/icons.svg");
  const sprite = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const writer = new XMLSerializer();
  return new Map(
    [...sprite.querySelectorAll("symbol[id]")].map((symbol) => {
      const inside = [...symbol.children].map((child) => writer.serializeToString(child)).join("");
      return [symbol.id, inside.replaceAll(' xmlns="http://www.w3.org/2000/svg"', "")];
    }),
  );
}
