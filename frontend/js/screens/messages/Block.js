/** One block of a letter: its words, and what can be done with it. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";
import { Menu } from "../../ui/Menu.js";
import { DetailPicker } from "./DetailPicker.js";
import { useInsert } from "./useInsert.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Block, Kind} from "./letter.js" */

/** @type {readonly {kind: Kind, icon: string}[]} */
export const KINDS = [
  { kind: "heading", icon: "type" },
  { kind: "text", icon: "file-text" },
  { kind: "button", icon: "mouse-pointer-click" },
  { kind: "picture", icon: "image" },
  { kind: "list", icon: "list" },
  { kind: "line", icon: "minus" },
];
const FORMATTED = new Set(["heading", "text", "list"]);

/**
 * @typedef {object} BlockProps
 * @property {Block} block
 * @property {number} n which one it is, from 0
 * @property {number} count
 * @property {boolean} isFresh it was added just now
 * @property {boolean} isReadOnly
 * @property {(parts: Partial<Block>) => void} onChange
 * @property {(by: -1 | 1) => void} onMove
 * @property {() => void} onRemove
 * @property {(kind: Kind) => void} onAddBelow
 */

/** @param {BlockProps} props */
export function BlockCard(props) {
  const { block, n, count, isReadOnly, onMove, onRemove, onAddBelow } = props;
  const { ref, insert, wrap } = useInsert((text) => props.onChange({ text }));
  const name = t(`messages.block.${block.kind}`);
  const label = t("messages.block.nth", { kind: name, n: n + 1 });
  const move = (/** @type {KeyboardEvent} */ event) => {
    const by =
      event.altKey && { ArrowUp: /** @type {const} */ (-1), ArrowDown: /** @type {const} */ (1) }[event.key];
    if (!by || isReadOnly) return;
    event.preventDefault();
    onMove(by);
  };
  return html`<li className=${`block block-${block.kind}`} onKeyDown=${move}>
    <div className="block-head">
      <span className="block-kind">${h(Icon, { name: KINDS.find((one) => one.kind === block.kind)?.icon ?? "type", size: 16 })} ${name}</span>
      ${
        !isReadOnly &&
        html`<div className="block-tools" role="group" aria-label=${t("messages.block.tools", { block: label })}>
        ${
          FORMATTED.has(block.kind) &&
          html`
          ${h(Button, { kind: "plain", small: true, label: t("messages.block.bold"), className: "mark-bold", onClick: () => wrap("**", "**", t("messages.block.words")), children: "B" })}
          ${h(Button, { kind: "plain", small: true, label: t("messages.block.italic"), className: "mark-italic", onClick: () => wrap("*", "*", t("messages.block.words")), children: "I" })}
          ${h(Button, { kind: "plain", small: true, icon: "link", label: t("messages.block.link"), onClick: () => wrap("[", "](https://)", t("messages.block.words")) })}`
        }
        ${block.kind !== "line" && block.kind !== "picture" && h(DetailPicker, { onInsert: insert, small: true })}
        ${h(Menu, {
          label: t("messages.block.addBelow"),
          icon: "plus",
          kind: "plain",
          small: true,
          items: KINDS.map(({ kind, icon }) => ({
            label: t(`messages.block.${kind}`),
            icon,
            onClick: () => onAddBelow(kind),
          })),
        })}
        ${h(Button, { kind: "plain", small: true, icon: "arrow-up", label: t("messages.block.up"), disabled: n === 0, onClick: () => onMove(-1) })}
        ${h(Button, { kind: "plain", small: true, icon: "arrow-down", label: t("messages.block.down"), disabled: n === count - 1, onClick: () => onMove(1) })}
        ${h(Button, { kind: "plain", small: true, icon: "trash-2", label: t("messages.block.remove"), onClick: onRemove })}
      </div>`
      }
    </div>
    ${h(Content, { ...props, label, box: ref })}
  </li>`;
}

/** @param {BlockProps & {label: string, box: {current: any}}} props */
function Content({ block, label, box, isFresh, isReadOnly, onChange }) {
  const { kind, text, href, src, alt } = block;
  if (kind === "line") return html`<hr />`;
  if (kind === "picture")
    return html`<div className="block-fields">
      ${h(TextField, { label: t("messages.block.src"), value: src, type: "url", placeholder: "https://", readOnly: isReadOnly, autoFocus: isFresh, onChange: (value) => onChange({ src: value }) })}
      ${h(TextField, { label: t("messages.block.alt"), hint: t("messages.block.altHint"), value: alt, readOnly: isReadOnly, onChange: (value) => onChange({ alt: value }) })}
      ${h(TextField, { label: t("messages.block.pictureLink"), value: href, type: "url", placeholder: "https://", optional: true, readOnly: isReadOnly, onChange: (value) => onChange({ href: value }) })}
    </div>`;
  return html`<div className="block-fields">
    <textarea ref=${box} className="block-words" rows=${kind === "heading" || kind === "button" ? 1 : 2} aria-label=${label} value=${text}
      placeholder=${t(`messages.block.${kind}Placeholder`)} readOnly=${isReadOnly} autoFocus=${isFresh}
      onKeyDown=${kind === "button" ? (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && event.preventDefault() : undefined}
      onChange=${(/** @type {{target: {value: string}}} */ event) => onChange({ text: event.target.value })} />
    ${kind === "button" && h(TextField, { label: t("messages.block.href"), value: href, placeholder: "https://", readOnly: isReadOnly, onChange: (value) => onChange({ href: value }) })}
  </div>`;
}
