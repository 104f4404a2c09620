/** A test with one person: what came back, and how it is painted over the cards. */

/** @import {Overlay} from "./editor.js" */

/** @typedef {Readonly<{message: string, name: string, topic: string | null, subject: string, withheld: string | null}>} WouldSend */

/** One step of the walk; `port` null: nothing went on from here.
 * @typedef {object} TrialStepFields
 * @property {string} node
 * @property {string} type
 * @property {string} sentence
 * @property {string} at
 * @property {string | null} port
 * @property {string | null} reason
 * @property {string | null} waits_until
 * @property {readonly Readonly<{sentence: string, holds: boolean}>[]} parts
 * @property {readonly WouldSend[]} would_send
 * @typedef {Readonly<TrialStepFields>} TrialStep */

/** As POST /journeys/{slug}/trials answers.
 * @typedef {Readonly<{contact_id: number, name: string, entry: string, started_at: string, refused: string | null,
 *   steps: readonly TrialStep[], ending: Readonly<{kind: "ended" | "set_aside" | "waiting" | "too_long", at: string,
 *   sentence: string}>}>} TrialFound */

/** What somebody brings along, as it is typed.
 * @typedef {Readonly<{name: string, value: string}>} Pair */

/**
 * Paint the way as far as it was walked.
 * @param {readonly TrialStep[]} steps @param {number} at place of the present step @param {(step: TrialStep) => string} noteOf
 * @returns {Overlay}
 */
export function overlayOf(steps, at, noteOf) {
  const walked = steps.slice(0, at + 1);
  return {
    nodes: Object.fromEntries(walked.map((step) => [step.node, { tone: "path", note: noteOf(step) }])),
    edges: Object.fromEntries(
      walked.slice(0, -1).flatMap(({ node, port }) => (port ? [[`${node}/${port}`, "path"]] : [])),
    ),
    isDim: true,
  };
}

/**
 * Read what was typed: numbers, yes and no, and dates stay what they are.
 * @param {readonly Pair[]} pairs @returns {Record<string, unknown>}
 */
export function dataOf(pairs) {
  const filled = pairs.filter(({ name }) => name.trim());
  return Object.fromEntries(filled.map(({ name, value }) => [name.trim(), typed(value.trim())]));
}

/** @param {string} text @returns {unknown} */
function typed(text) {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/.test(text) ? Number(text) : text;
}

/** @param {TrialStep} step @returns {string} why it went this way, where its sentence does not say so already */
export const whyOf = ({ sentence, reason }) => (reason && reason !== sentence ? reason : "");
