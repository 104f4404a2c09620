/** What has to be decided or known before one goes on, in a strip under the bar. */

import { change } from "../api/http.js";
import { dateTime } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { restore, resume } from "../screens/journeys/acts.js";
import { useMay } from "../shell/may.js";
import { go } from "../shell/router.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { sayError } from "../ui/Toast.js";
import { dropLeft, takeLeft } from "./left.js";
import { forget } from "./opening.js";
import { useDesk } from "./useDesk.js";

/** @import {ReactNode} from "react" */

/** @param {{icon: string, tone?: "plain" | "warn", text: ReactNode, children?: ReactNode}} props */
export function Banner({ icon, tone = "plain", text, children }) {
  return html`<div className=${`banner ${tone}`} role="status">${h(Icon, { name: icon, size: 18 })}<p>${text}</p>
    ${children && html`<div className="row">${children}</div>`}</div>`;
}

/** @param {{reload: () => void}} props opens the journey anew */
export function Banners({ reload }) {
  const desk = useDesk();
  return html`<div className="banners">
    ${h(Runs, { reload })}
    ${!desk.editor.isReadOnly && html`${h(Left)}${h(Elsewhere)}${h(Refused)}`}
  </div>`;
}

/** @param {{reload: () => void}} props */
function Runs({ reload }) {
  const desk = useDesk();
  const journey = useStore(desk.journey);
  const mayPublish = useMay("journeys:publish");
  const mayWrite = useMay("journeys:write");
  if (journey.state === "archived") {
    const reopen = () => {
      forget(desk.slug);
      reload();
    };
    return h(
      Banner,
      { icon: "archive", text: t("builder.archived") },
      mayPublish && h(Button, { small: true, onClick: () => restore(journey, reopen) }, t("builder.unarchive")),
    );
  }
  if (!mayWrite) return h(Banner, { icon: "eye", text: t("builder.lookOnly") });
  if (journey.state !== "paused") return null;
  return h(
    Banner,
    { icon: "pause", tone: "warn", text: t("builder.paused") },
    mayPublish &&
      h(
        Button,
        { small: true, icon: "play", onClick: () => resume(journey, () => void desk.refresh()) },
        t("journeys.resume"),
      ),
  );
}

/** Work of an earlier visit that never reached the server. */
function Left() {
  const desk = useDesk();
  const left = useStore(desk.left);
  if (!left) return null;
  const isOld = left.etag !== desk.saver.etag;
  const text = t(isOld ? "builder.left.textOld" : "builder.left.text", { when: dateTime(new Date(left.at)) });
  return h(
    Banner,
    { icon: "history", tone: "warn", text },
    h(Button, { small: true, kind: "primary", onClick: () => takeLeft(desk) }, t("builder.left.use")),
    h(Button, { small: true, onClick: () => desk.sheet.set({ kind: "kept" }) }, t("builder.left.compare")),
    h(Button, { small: true, kind: "plain", onClick: () => dropLeft(desk) }, t("builder.left.discard")),
  );
}

/** Somebody saved while nothing of ours was waiting. */
function Elsewhere() {
  const desk = useDesk();
  const theirs = useStore(desk.saver.theirs);
  const standing = useStore(desk.saver.standing);
  if (!theirs) return null;
  if (standing.kind === "conflict") {
    return h(
      Banner,
      { icon: "triangle-alert", tone: "warn", text: t("builder.conflict.banner") },
      h(
        Button,
        { small: true, kind: "primary", onClick: () => desk.sheet.set({ kind: "conflict" }) },
        t("builder.conflict.decide"),
      ),
    );
  }
  return h(
    Banner,
    { icon: "users", tone: "warn", text: t("builder.elsewhere.text") },
    h(
      Button,
      { small: true, kind: "primary", onClick: () => desk.saver.takeTheirs(t("builder.conflict.took")) },
      t("builder.elsewhere.load"),
    ),
    h(Button, { small: true, onClick: () => desk.sheet.set({ kind: "conflict" }) }, t("builder.left.compare")),
  );
}

function Refused() {
  const desk = useDesk();
  const standing = useStore(desk.saver.standing);
  if (standing.kind !== "refused") return null;
  const again = async () => {
    try {
      const made = await change("POST", "/journeys", { document: desk.editor.flow });
      desk.saver.memory.drop();
      forget(desk.slug);
      go(`/journeys/${made.slug}`);
    } catch (error) {
      sayError(error);
    }
  };
  if (standing.isGone) {
    return h(
      Banner,
      { icon: "triangle-alert", tone: "warn", text: t("builder.gone") },
      h(Button, { small: true, kind: "primary", onClick: again }, t("builder.saveAsNew")),
    );
  }
  return h(
    Banner,
    { icon: "triangle-alert", tone: "warn", text: t("builder.refused", { why: standing.detail }) },
    h(Button, { small: true, onClick: () => void desk.saver.flush() }, t("ui.tryAgain")),
  );
}
