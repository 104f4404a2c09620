/** A dialog on the browser's own <dialog>: it keeps the focus, Escape closes it, what is behind is out of reach. */

import { useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { h, html } from "../kit/h.js";
import { storeOf } from "../kit/store.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "./Button.js";

/** @import {MouseEvent, ReactNode, SyntheticEvent} from "react" */

/**
 * @typedef {object} DialogProps
 * @property {string} title
 * @property {() => void} onClose
 * @property {ReactNode} children
 * @property {ReactNode} [actions] buttons at the foot, the main one last
 * @property {boolean} [isText] it is only read: the keyboard scrolls it
 * @property {"small" | "medium" | "large" | "side"} [size] side: a sheet at the right edge
 */

const FILLED_IN =
  ".dialog-body :is(input:not([type=radio], [type=file]), input:checked, select, textarea):not(:disabled, [readonly])";

/** @param {DialogProps} props */
export function Dialog({ title, onClose, children, actions, size = "medium", isText = false }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const back = /** @type {HTMLElement | null} */ (document.activeElement);
    if (dialog && !dialog.open) dialog.showModal();
    // Where there is something to fill in, one begins there, not at the button that closes.
    /** @type {HTMLElement | null | undefined} */ (dialog?.querySelector(FILLED_IN))?.focus();
    return () => {
      dialog?.close();
      if (back?.isConnected) back.focus();
    };
  }, []);
  const cancel = (/** @type {SyntheticEvent} */ event) => {
    if (event.target !== ref.current) return;
    event.preventDefault();
    onClose();
  };
  const outside = (/** @type {MouseEvent} */ event) => event.target === ref.current && onClose();
  // In the body, so that it is under nobody's stacking order or styles.
  const dialog = html`<dialog ref=${ref} className=${`dialog ${size}`} aria-labelledby=${id} onCancel=${cancel}
      onMouseDown=${outside}>
    <div className="dialog-box">
      <header><h2 id=${id}>${title}</h2>
        ${h(Button, { kind: "plain", icon: "x", label: t("ui.close"), onClick: onClose })}</header>
      <div className="dialog-body" tabIndex=${isText ? 0 : undefined}>${children}</div>
      ${actions && html`<footer>${actions}</footer>`}
    </div>
  </dialog>`;
  return createPortal(dialog, document.body);
}

/** @typedef {{title: string, text: ReactNode, action: string, isDanger?: boolean}} Question */

const asked = storeOf(/** @type {(Question & {answer: (yes: boolean) => void}) | null} */ (null));

/**
 * Ask before something that cannot be taken back.
 * @param {Question} question @returns {Promise<boolean>}
 */
export const confirm = (question) =>
  new Promise((resolve) => {
    const answer = (/** @type {boolean} */ yes) => {
      asked.set(null);
      resolve(yes);
    };
    asked.set({ ...question, answer });
  });

/** Shows what confirm() asks; the shell holds one. */
export function Questions() {
  const question = useStore(asked);
  if (!question) return null;
  const { title, text, action, isDanger, answer } = question;
  const no = () => answer(false);
  return h(Dialog, {
    title,
    size: "small",
    onClose: no,
    children: html`<p>${text}</p>`,
    actions: html`${h(Button, { onClick: no }, t("ui.cancel"))}
      ${h(Button, { kind: isDanger ? "danger" : "primary", onClick: () => answer(true) }, action)}`,
  });
}
