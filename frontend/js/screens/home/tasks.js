/** What waits for somebody, put in order: first steps of a new workspace, and everything else. */

/** As GET /home tells them; `key` names the kind of a task.
 * @typedef {Readonly<{key: string, sentence: string, place: Readonly<{kind: string, key: string}>, count: number}>} Task */
/** `entered` and `sent` are of the last seven days.
 * @typedef {Readonly<{slug: string, name: string, state: string, version: number, inside: number, set_aside: number,
 *   entered: number, sent: number, next_due: string | null}>} Running */
/** @typedef {Readonly<{tasks: readonly Task[], running: readonly Running[]}>} HomeInfo */

export const STEPS = /** @type {const} */ (["address", "contacts", "journey", "publish"]);
/** @typedef {(typeof STEPS)[number]} Step */

const MISSING = /** @type {Readonly<Record<string, Step>>} */ ({
  no_postal_address: "address",
  no_contacts: "contacts",
  no_journeys: "journey",
});

/**
 * Tell which of the first steps are done. Every step is told by what is there, so nobody has to tick it.
 * @param {HomeInfo} info @returns {Map<Step, boolean>}
 */
export function firstSteps({ tasks, running }) {
  const open = new Set(tasks.map((task) => MISSING[task.key]));
  return new Map(STEPS.map((step) => [step, step === "publish" ? running.length > 0 : !open.has(step)]));
}

/**
 * Return the tasks that are not first steps, those of the same kind beyond the third left out.
 * @param {readonly Task[]} tasks @param {boolean} withSteps whether the first steps are shown by themselves
 * @returns {{shown: Task[], left: number}}
 */
export function otherTasks(tasks, withSteps) {
  const counts = /** @type {Map<string, number>} */ (new Map());
  const wanted = tasks.filter((task) => !withSteps || !Object.hasOwn(MISSING, task.key));
  const shown = wanted.filter((task) => {
    const n = (counts.get(task.key) ?? 0) + 1;
    counts.set(task.key, n);
    return n <= 3;
  });
  return { shown, left: wanted.length - shown.length };
}

/** How pressing a kind of task is. @param {string} key @returns {"bad" | "warn" | "plain"} */
export function toneOf(key) {
  if (["set_aside", "in_doubt", "import_failed"].includes(key)) return "bad";
  return ["sending_paused", "no_postal_address", "draft_problems"].includes(key) ? "warn" : "plain";
}

/**
 * Return the address where a task is done; "" for what is done right here.
 * @param {Task["place"]} place @returns {string}
 */
export function addressOf({ kind, key }) {
  switch (kind) {
    case "journey":
      return `/journeys/${encodeURIComponent(key)}`;
    case "import":
      return `/contacts/import?job=${encodeURIComponent(key)}`;
    case "contacts":
      return "/contacts";
    case "gallery":
      return "/gallery";
    case "deliveries":
      return "";
    case "topics":
      return "/settings/topics";
    case "mail_server":
      return "/settings/mail";
    default:
      return "/settings/workspace";
  }
}

/**
 * Return the address of a draft that can be published, or else of one that is nearly there; "" where there is none.
 * @param {readonly Task[]} tasks @returns {string}
 */
export function draftOf(tasks) {
  const found = ["draft_ready", "draft_problems"].flatMap((key) => tasks.filter((task) => task.key === key))[0];
  return found ? addressOf(found.place) : "";
}
