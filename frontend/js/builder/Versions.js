/** Everything that was ever published of this journey. */

import { get } from "../api/http.js";
import { ago, dateTime, number as figure } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { go } from "../shell/router.js";
import { Badge } from "../ui/Badge.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { shown } from "../ui/States.js";
import { sayError } from "../ui/Toast.js";
import { at, versionOf } from "./far.js";
import { restoreVersion } from "./restoring.js";
import { useIsAhead } from "./StateBadge.js";
import { useDesk } from "./useDesk.js";

/** As GET /journeys/{slug}/versions tells it.
 * @typedef {{number: number, fingerprint: string, published_at: string, is_live: boolean}} Version */

/** @param {{onClose: () => void}} props */
export function Versions({ onClose }) {
  const { slug } = useDesk();
  const found = useLoad(
    async (signal) => {
      const [versions, preview] = await Promise.all([
        /** @type {Promise<Version[]>} */ (get(at(slug, "/versions"), signal)),
        get(at(slug, "/publish-preview"), signal).catch(() => null),
      ]);
      const inside = new Map(
        (preview?.people_inside ?? []).map((/** @type {any} */ one) => [one.version, one.people]),
      );
      return { versions, inside: /** @type {Map<number, number>} */ (inside) };
    },
    [slug],
  );
  return h(Dialog, {
    title: t("builder.versions.title"),
    size: "side",
    onClose,
    children: shown(found, (data) => h(List, { ...data, onClose })),
  });
}

/** @param {{versions: readonly Version[], inside: ReadonlyMap<number, number>, onClose: () => void}} props */
function List({ versions, inside, onClose }) {
  if (!versions.length) return html`<p>${t("builder.versions.none")}</p>`;
  return html`<p className="quiet-text">${t("builder.versions.text")}</p>
    <ol className="journey-versions">
      ${h(DraftRow, { onClose })}
      ${versions.map((version) => h(Row, { key: version.number, version, people: inside.get(version.number) ?? 0, onClose }))}
    </ol>`;
}

/** @param {{onClose: () => void}} props */
function DraftRow({ onClose }) {
  const isAhead = useIsAhead();
  return html`<li><div className="version-words"><strong>${t("builder.versions.draft")}</strong>
      <p className="small quiet-text">${t(isAhead ? "builder.versions.ahead" : "builder.versions.same")}</p></div>
    ${h(Button, { small: true, onClick: onClose }, t("builder.versions.open"))}</li>`;
}

/** @param {{version: Version, people: number, onClose: () => void}} props */
function Row({ version, people, onClose }) {
  const desk = useDesk();
  const isAhead = useIsAhead();
  const { number, published_at, is_live } = version;
  const to = (/** @type {string} */ query) => () => {
    onClose();
    go(`/journeys/${desk.slug}?${query}`);
  };
  const restore = async () => {
    try {
      await restoreVersion(desk, number, await versionOf(desk.slug, number), isAhead);
    } catch (error) {
      sayError(error);
    }
  };
  return html`<li>
    <div className="version-words">
      <strong>${t("builder.versions.number", { version: number })} ${is_live && h(Badge, { tone: "good", children: t("builder.versions.live") })}</strong>
      <p className="small quiet-text"><time dateTime=${published_at} title=${dateTime(published_at)}>${t("builder.versions.published", { when: ago(published_at) })}</time>
        ${people > 0 && html` · ${t("builder.versions.people", { n: people, count: figure(people) })}`}</p>
    </div>
    <div className="row">
      ${h(Button, { small: true, icon: "eye", onClick: to(`version=${number}`) }, t("builder.versions.view"))}
      ${h(Button, { small: true, icon: "git-compare", onClick: to(`compare=${number}..draft`) }, t("builder.versions.compare"))}
      ${!desk.editor.isReadOnly && h(Button, { small: true, icon: "history", onClick: restore }, t("builder.version.restore"))}
    </div>
  </li>`;
}
