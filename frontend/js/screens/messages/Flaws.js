/** What is wrong with a message, beside the part that it concerns. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Icon } from "../../ui/Icon.js";

/** @import {Fault} from "../../api/http.js" */
/** @import {Problem} from "./content.js" */

/** @param {{problems: readonly Problem[]}} props */
export function Flaws({ problems }) {
  if (!problems.length) return null;
  return html`<ul className="flaws">
    ${problems.map(
      ({ level, line, detail }) => html`<li key=${`${line} ${detail}`} className=${level}>
      ${h(Icon, { name: level === "error" ? "circle-alert" : "triangle-alert", size: 16 })}
      <span>${line > 1 ? t("messages.code.line", { line, detail }) : detail}</span></li>`,
    )}
  </ul>`;
}

/**
 * Return the error and the warnings of a part: what saving said, else what the preview said.
 * @param {readonly string[]} parts such as subject @param {readonly Fault[]} faults @param {readonly Problem[]} problems
 * @returns {Problem[]}
 */
export function flawsOf(parts, faults, problems) {
  const said = faults
    .filter(({ pointer }) => parts.some((part) => pointer.endsWith(`/${part}`)))
    .map(({ detail }) => ({ level: /** @type {const} */ ("error"), part: parts[0] ?? "", line: 1, detail }));
  const found = problems.filter(({ part }) => parts.includes(part));
  return said.length ? [...said, ...found.filter(({ level }) => level === "warning")] : found;
}

/** The error to show at a field. @param {readonly Problem[]} flaws */
export const errorIn = (flaws) => flaws.find(({ level }) => level === "error")?.detail;
