/** A person's timeline, taken apart: days, kinds, and the way that led to a message. */

/** As GET /contacts/{id}/timeline tells it.
 * @typedef {"event" | "entered" | "step" | "message" | "consent" | "ended" | "set_aside"} Kind
 * @typedef {{at: string, kind: Kind, sentence: string, journey: string | null, node: string | null, port: string | null,
 *   why: unknown, details: Record<string, unknown>}} Moment
 * @typedef {{journey: string, enrollment: number, node: string, sentence: string, since: string, until: string | null}} Waiting */

/** What can be looked at alone. */
export const FILTERS = /** @type {const} */ (["all", "message", "journey", "event", "consent"]);

const JOURNEY_KINDS = new Set(["entered", "step", "ended", "set_aside"]);

/** @param {readonly Moment[]} moments @param {string} filter @returns {readonly Moment[]} */
export function only(moments, filter) {
  if (filter === "all") return moments;
  return moments.filter(({ kind }) => (filter === "journey" ? JOURNEY_KINDS.has(kind) : kind === filter));
}

/**
 * Group by day, in the reader's zone.
 * @param {readonly Moment[]} moments newest first @returns {{day: string, moments: Moment[]}[]}
 */
export function byDay(moments) {
  const days = /** @type {{day: string, moments: Moment[]}[]} */ ([]);
  for (const moment of moments) {
    const day = new Date(moment.at).toDateString();
    const last = days.at(-1);
    if (last?.day === day) last.moments.push(moment);
    else days.push({ day, moments: [moment] });
  }
  return days;
}

/**
 * Return what led to a message: the way through its journey from where the person came in, oldest first.
 * @param {readonly Moment[]} moments newest first @param {Moment} message @returns {Moment[]} empty: nothing is known
 */
export function wayTo(moments, message) {
  if (!message.journey) return [];
  const way = [];
  for (const moment of moments.slice(moments.indexOf(message) + 1)) {
    if (moment.journey !== message.journey) continue;
    if (moment.kind === "ended" || moment.kind === "set_aside") break;
    if (moment.kind !== "message") way.unshift(moment);
    if (moment.kind === "entered") break;
  }
  return way;
}
