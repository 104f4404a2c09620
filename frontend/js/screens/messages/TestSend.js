/** A test: the message as it is now, sent to oneself, and what became of it. */

import { useEffect, useRef, useState } from "react";
import { change, get, Problem, withQuery } from "../../api/http.js";
import { person } from "../../api/session.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";

/** @import {Previewing} from "./usePreview.js" */
/** @import {Writing} from "./useMessage.js" */
/** @typedef {{state: "asking" | "sending" | "kept" | "sent" | "refused" | "slow", words?: string, item?: number}} Outcome */

const LOOK_MS = 700;
const LOOKS = 20;
const WAITING = new Set(["queued", "sending"]);

/** @param {{writing: Writing, preview: Previewing, onClose: () => void}} props */
export function TestSend({ writing, preview, onClose }) {
  const [to, setTo] = useState("");
  const [error, setError] = useState(/** @type {string | undefined} */ (undefined));
  const [outcome, setOutcome] = useState(/** @type {Outcome} */ ({ state: "asking" }));
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    ownAddress().then(
      (own) => setTo((typed) => typed || own),
      () => {},
    );
    return () => {
      isOpen.current = false;
    };
  }, []);
  const submit = async (/** @type {{preventDefault: () => void}} */ event) => {
    event.preventDefault();
    setError(undefined);
    setOutcome({ state: "sending" });
    try {
      const slug = writing.isChanged || writing.slug === null ? await writing.save() : writing.slug;
      if (slug === null) return onClose();
      const body = { to: to.trim(), contact_id: preview.contact?.id ?? null, data: preview.sent };
      const found = await outcomeOf(await change("POST", `/messages/${slug}/tests`, body), () => isOpen.current);
      setOutcome(found);
    } catch (failure) {
      setOutcome({ state: "asking" });
      setError(failure instanceof Problem ? (failure.errors[0]?.detail ?? failure.message) : String(failure));
    }
  };
  const { state, item, words } = outcome;
  const isDone = state !== "asking" && state !== "sending";
  return h(Dialog, {
    title: t("messages.test.title"),
    size: "small",
    onClose,
    actions: isDone
      ? html`${h(Button, { onClick: () => setOutcome({ state: "asking" }) }, t("messages.test.again"))}
        ${item ? h(Button, { kind: "primary", icon: "inbox", onClick: () => go(`/mailbox/${item}`) }, t("messages.test.look")) : h(Button, { kind: "primary", onClick: onClose }, t("ui.done"))}`
      : html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
        ${h(Button, { kind: "primary", type: "submit", form: "test-send", icon: "send", busy: state === "sending" }, t(writing.isChanged ? "messages.test.saveAndSend" : "messages.test.send"))}`,
    children: isDone
      ? html`<p className="test-outcome" role="status">${h(Icon, { name: state === "refused" ? "circle-alert" : state === "slow" ? "clock" : "circle-check" })}
          <span>${t(`messages.test.${state}`, { to, why: words ?? "" })}</span></p>`
      : html`<form noValidate id="test-send" className="form" onSubmit=${submit}>
          <p>${preview.contact ? t("messages.test.asPerson", { name: preview.contact.first_name || preview.contact.email || "" }) : t("messages.test.asExample")}</p>
          ${h(TextField, { label: t("messages.test.to"), type: "email", value: to, onChange: setTo, error, autoFocus: true, autoComplete: "email" })}
        </form>`,
  });
}

/** @returns {Promise<string>} the address of who is signed in */
async function ownAddress() {
  const { items } = await get("/users");
  return items.find((/** @type {{id: number}} */ user) => user.id === person.get()?.id)?.email ?? "";
}

/**
 * Wait until the test has left, and find it in the mailbox, if that is where it went.
 * @param {{id: number, created_at: string, address: string | null}} delivery @param {() => boolean} isWanted @returns {Promise<Outcome>}
 */
async function outcomeOf(delivery, isWanted) {
  for (let look = 0; look < LOOKS && isWanted(); look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { state, reason } = await get(`/deliveries/${delivery.id}`);
    if (state === "sent") {
      const { items } = await get(withQuery("/mailbox", { recipient: delivery.address, limit: 1 }));
      const item = items[0];
      const isThis = item && Date.parse(item.received_at) >= Date.parse(delivery.created_at) - 1000;
      return isThis ? { state: "kept", item: item.id } : { state: "sent" };
    }
    if (!WAITING.has(state)) return { state: "refused", words: reason ?? state };
  }
  return { state: "slow" };
}
