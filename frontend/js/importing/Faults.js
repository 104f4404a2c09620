/** What is wrong with a file: the sentence, and the places, of many only the first. */

import { Problem } from "../api/http.js";
import { html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { placeOf } from "./places.js";

const MOST = 6;

/** @param {{error: Error}} props */
export function Faults({ error }) {
  const faults = error instanceof Problem ? error.errors : [];
  const isSaid = faults.some(({ detail }) => detail === error.message);
  return html`${!isSaid && html`<p>${error.message}</p>`}
    ${
      faults.length > 0 &&
      html`<ul className="fault-list">
      ${faults
        .slice(0, MOST)
        .map(({ pointer, detail }, n) => html`<li key=${n}><strong>${placeOf(pointer)}:</strong> ${detail}</li>`)}
      ${faults.length > MOST && html`<li>${t("importing.moreFaults", { n: faults.length - MOST })}</li>`}
    </ul>`
    }`;
}
