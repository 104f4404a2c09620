/** What is wrong with a file: the sentence, and the places, of many only the first. */

import { Problem } from "../api/http.js";
import { html } from "../kit/h.js";
import { t } from "../kit/text.js";

const MOST = 6;

/** @param {{error: Error}} props */
export function Faults({ error }) {
  const faults = error instanceof Problem ? error.errors.filter((fault) => fault.detail !== error.message) : [];
  return html`<p>${error.message}</p>
    ${
      faults.length > 0 &&
      html`<ul className="fault-list">
      ${faults
        .slice(0, MOST)
        .map(
          ({ pointer, detail }, n) =>
            html`<li key=${n}>${detail}${pointer && html` <code>${placeOf(pointer)}</code>`}</li>`,
        )}
      ${faults.length > MOST && html`<li>${t("importing.moreFaults", { n: faults.length - MOST })}</li>`}
    </ul>`
    }`;
}

/** @param {string} pointer such as "/nodes/hello/config" @returns {string} */
const placeOf = (pointer) => pointer.replace(/^\//, "").replaceAll("/", " › ").slice(0, 120);
