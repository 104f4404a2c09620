/** Choosing a message, segment, topic, attribute or event; what is missing can be made, or changed, on the spot. */

import { useEffect, useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useMay } from "../shell/may.js";
import { Button } from "../ui/Button.js";
import { sayError } from "../ui/Toast.js";
import { Combobox } from "./Combobox.js";
import { PICKED } from "./kinds.js";
import { calledBy, forgetLists } from "./lookups.js";

/** @import {ComponentType} from "react" */
/** @import {Tied} from "./Combobox.js" */
/** @import {Kind, MadeInDialog} from "./kinds.js" */

/**
 * @param {{kind: Kind, ties: Tied, value: string, onChange: (key: string) => void, disabled?: boolean,
 *   autoFocus?: boolean, isRequired?: boolean}} props
 */
export function Picker({ kind, ties, value, onChange, disabled = false, autoFocus = false, isRequired = false }) {
  const about = PICKED[kind];
  const [turn, setTurn] = useState(0);
  const [made, setMade] = useState(/** @type {{slug: string | null, words: string} | null} */ (null));
  const name = useName(kind, value, turn);
  const mayMake = useMay(about.permission) && !disabled;
  const isKnown = name !== undefined;
  const saved = (/** @type {string} */ key) => {
    forgetLists();
    setTurn((n) => n + 1);
    if (key !== value) onChange(key);
  };
  const rows = (/** @type {string} */ words) => [
    ...(about.isFree && words && words !== value
      ? [{ label: t("forms.use", { name: words }), icon: "plus", run: onChange }]
      : []),
    ...(about.dialog && mayMake
      ? [
          {
            label: words && about.makeNamed ? t(about.makeNamed, { name: words }) : t(about.make ?? "ui.add"),
            icon: "plus",
            run: (/** @type {string} */ typed) => setMade({ slug: null, words: typed }),
          },
        ]
      : []),
  ];
  return html`<div className="picker">
    ${h(Combobox, {
      ties,
      disabled,
      autoFocus,
      text: name ?? value,
      chosen: value,
      icon: about.icon,
      find: about.find,
      rows,
      placeholder: t(about.choose),
      nothing: t(about.nothing),
      onChoose: (option) => onChange(option.key),
      ...(!isRequired && { onClear: () => onChange("") }),
      ...(about.isFree && { onWords: onChange }),
    })}
    ${
      about.edit &&
      value &&
      isKnown &&
      mayMake &&
      h(Button, {
        kind: "quiet",
        icon: "pencil",
        label: t(about.edit),
        onClick: () => setMade({ slug: value, words: "" }),
      })
    }
    ${made && about.dialog && h(Made, { load: about.dialog, ...made, onClose: () => setMade(null), onSaved: saved })}
  </div>`;
}

/**
 * @param {Kind} kind @param {string} key @param {number} turn
 * @returns {string | undefined} what it is called; undefined while that is not known
 */
function useName(kind, key, turn) {
  const [known, setKnown] = useState({ key: "", name: "" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` says that names may have changed.
  useEffect(() => {
    let isStale = false;
    calledBy(kind, key).then(
      (name) => !isStale && setKnown({ key, name }),
      () => {},
    );
    return () => {
      isStale = true;
    };
  }, [kind, key, turn]);
  return known.key === key ? known.name : undefined;
}

/**
 * The dialog in which something is made or changed; its module is loaded when it is wanted.
 * @param {{load: () => Promise<ComponentType<MadeInDialog>>, slug: string | null, words: string, onClose: () => void,
 *   onSaved: (key: string) => void}} props
 */
function Made({ load, slug, words, onClose, onSaved }) {
  const [Form, setForm] = useState(/** @type {{it: ComponentType<MadeInDialog>} | null} */ (null));
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once, when it opens.
  useEffect(() => {
    load().then(
      (it) => setForm({ it }),
      (error) => {
        sayError(error);
        onClose();
      },
    );
  }, []);
  const saved = (/** @type {string} */ key) => {
    onClose();
    onSaved(key);
  };
  return Form && h(Form.it, { slug, words, onClose, onSaved: saved });
}
