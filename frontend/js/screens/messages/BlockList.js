/** A letter written in blocks. */

import { useRef, useState } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Field } from "../../ui/Field.js";
import { toast } from "../../ui/Toast.js";
import { BlockCard, KINDS } from "./Block.js";
import { block, firstLetter, read, write } from "./letter.js";

/** @import {Block, Kind} from "./letter.js" */
/** @typedef {Block & {id: number}} Shown */

let last = 0;
/** @param {Block} one @returns {Shown} */
const shown = (one) => {
  last += 1;
  return { ...one, id: last };
};

/** @param {{mjml: string, onChange: (mjml: string) => void, isReadOnly: boolean}} props `mjml` is read once; a new key reads it anew */
export function BlockList({ mjml, onChange, isReadOnly }) {
  const [letter, setLetter] = useState(() => {
    const { color, blocks } = read(mjml) ?? firstLetter();
    // A letter that only greets goes on.
    const all = blocks.length < 2 ? [...blocks, block("text")] : blocks;
    return { color, blocks: all.map(shown) };
  });
  const present = useRef(letter);
  const fresh = useRef(0);
  const [said, say] = useState("");

  /** @param {{color?: string, blocks?: Shown[]}} parts */
  const put = (parts) => {
    present.current = { ...present.current, ...parts };
    setLetter(present.current);
    onChange(write(present.current));
  };
  const all = () => present.current.blocks;
  const change = (/** @type {number} */ id, /** @type {Partial<Block>} */ parts) =>
    put({ blocks: all().map((one) => (one.id === id ? { ...one, ...parts } : one)) });
  const add = (/** @type {Kind} */ kind, /** @type {number} */ at) => {
    const added = shown(block(kind));
    fresh.current = added.id;
    put({ blocks: all().toSpliced(at, 0, added) });
  };
  const move = (/** @type {number} */ at, /** @type {-1 | 1} */ by) => {
    const moved = all()[at];
    if (!moved || at + by < 0 || at + by >= all().length) return;
    put({
      blocks: all()
        .toSpliced(at, 1)
        .toSpliced(at + by, 0, moved),
    });
    say(t("messages.block.moved", { n: at + by + 1, count: all().length }));
  };
  const remove = (/** @type {number} */ at) => {
    const gone = all()[at];
    if (!gone) return;
    put({ blocks: all().toSpliced(at, 1) });
    const back = { label: t("ui.undo"), run: () => put({ blocks: all().toSpliced(at, 0, gone) }) };
    toast({ text: t("messages.block.removed", { kind: t(`messages.block.${gone.kind}`) }), action: back });
  };

  const { color, blocks } = letter;
  return html`<div className="letter-paper">
    <ol className="blocks">
      ${blocks.map((one, n) =>
        h(BlockCard, {
          key: one.id,
          block: one,
          n,
          count: blocks.length,
          isFresh: one.id === fresh.current,
          isReadOnly,
          onChange: (parts) => change(one.id, parts),
          onMove: (by) => move(n, by),
          onRemove: () => remove(n),
          onAddBelow: (kind) => add(kind, n + 1),
        }),
      )}
    </ol>
    <p className="visually-hidden" role="status">${said}</p>
    ${
      !isReadOnly &&
      html`<div className="block-adds" role="group" aria-label=${t("messages.block.add")}>
      ${KINDS.map(({ kind, icon }) => h(Button, { key: kind, small: true, icon, onClick: () => add(kind, blocks.length) }, t(`messages.block.${kind}`)))}
      ${
        blocks.some((one) => one.kind === "button") &&
        h(Field, {
          label: t("messages.block.color"),
          control: (ties) => html`<input ...${ties} type="color" value=${color}
            onChange=${(/** @type {{target: {value: string}}} */ event) => put({ color: event.target.value })} />`,
        })
      }
    </div>`
    }
  </div>`;
}
