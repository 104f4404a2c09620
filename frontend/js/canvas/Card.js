/** A card: what a step is and what it does, in the server's words. It is drawn anew only when one of its props changes. */

import { memo } from "react";
import { short } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";

/** @import {Tone} from "./tones.js" */

/**
 * @typedef {object} CardProps
 * @property {string} id
 * @property {number} x
 * @property {number} y
 * @property {string} type its label
 * @property {string} icon
 * @property {Tone} tone
 * @property {string} sentence
 * @property {number} errors
 * @property {string} ways where it leads, for a screen reader
 * @property {boolean} isChosen
 * @property {boolean} isFocused
 * @property {boolean} isOpen its settings stand open
 * @property {boolean} isCarried
 * @property {string} mark added, removed, changed, path, or nothing
 * @property {string} remark of the mark
 * @property {boolean} isDim
 * @property {string} aim "yes" or "no" while a connection is held over it
 * @property {number} [waiting]
 * @property {number} [passed]
 * @property {number} [aside]
 * @property {boolean} isFar a block of its colour
 * @property {boolean} hasIcon also then
 * @property {number} level
 * @property {number} place from 1
 * @property {number} count of all
 * @property {string} idPrefix
 */

export const Card = memo(
  /** @param {CardProps} props */
  function Card(props) {
    const { id, x, y, type, tone, sentence, isChosen, isFar, mark } = props;
    const classes = [
      isFar ? "card is-far" : "card",
      `tone-${tone}`,
      isChosen && "is-chosen",
      props.isFocused && "is-focused",
      props.isOpen && "is-open",
      props.isCarried && "is-carried",
      props.isDim && "is-dim",
      mark && `mark-${mark}`,
      props.aim && `aim-${props.aim}`,
    ];
    const label = isFar ? [type, sentence, toldOf(props)].filter(Boolean).join(", ") : undefined;
    return html`<div id=${`${props.idPrefix}${id}`} data-key=${id} role="treeitem" aria-label=${label} aria-selected=${isChosen}
        aria-level=${props.level} aria-posinset=${props.place} aria-setsize=${props.count}
        className=${classes.filter(Boolean).join(" ")} style=${{ transform: `translate(${x}px, ${y}px)` }}>
      ${isFar ? props.hasIcon && h(Icon, { name: props.icon, size: 44 }) : h(Face, props)}
    </div>`;
  },
);

/**
 * Return what a screen reader hears after the words on the card.
 * @param {Pick<CardProps, "errors" | "ways" | "remark">} props @returns {string}
 */
const toldOf = ({ errors, ways, remark }) =>
  [errors ? t("canvas.problems", { n: errors }) : "", remark, ways].filter(Boolean).join(". ");

/** @param {CardProps} props */
function Face({ type, icon, sentence, errors, ways, remark, waiting, passed, aside = 0 }) {
  return html`<span className="card-icon">${h(Icon, { name: icon, size: 20 })}</span>
    <span className="card-words"><span className="card-type">${type}</span>
      <span className="card-sentence" dir="auto" title=${sentence.length > 40 ? sentence : undefined}>${sentence}</span></span>
    <span className="visually-hidden">${toldOf({ errors, ways, remark: "" })}</span>
    ${errors > 0 && html`<span className="card-problem" aria-hidden="true" data-told=${errors > 1 ? errors : "!"} title=${t("canvas.problems", { n: errors })} />`}
    ${remark && html`<span className="card-remark">${remark}</span>`}
    ${
      waiting !== undefined &&
      html`<button type="button" tabIndex=${-1} className="card-counts" data-people title=${t("canvas.people")}
          aria-label=${t("canvas.counts", { waiting, passed: passed ?? 0 })}>
        <span className="count-here" data-told=${short(waiting)}>${h(Icon, { name: "users", size: 14 })}</span>
        <span data-told=${short(passed ?? 0)}>${h(Icon, { name: "check", size: 14 })}</span>
        ${aside > 0 && html`<span className="count-aside" data-told=${short(aside)}>${h(Icon, { name: "circle-alert", size: 14 })}</span>`}
      </button>`
    }`;
}
