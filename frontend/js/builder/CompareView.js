/** Two versions, or a version and the draft, compared: ?compare=2..3, ?compare=3..draft. */

import { get } from "../api/http.js";
import { h, html } from "../kit/h.js";
import { useLoad, useTitle } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { go } from "../shell/router.js";
import { Button } from "../ui/Button.js";
import { SelectField } from "../ui/Field.js";
import { Failure, Loading } from "../ui/States.js";
import { Comparison } from "./Comparison.js";
import { at } from "./far.js";
import { useDraft, useVersion } from "./sides.js";
import { useDesk } from "./useDesk.js";
import { ViewBar } from "./ViewBar.js";

/** @import {Version} from "./Versions.js" */

/** @param {{pair: string}} props */
export function CompareView({ pair }) {
  const desk = useDesk();
  const [from = "", to = "draft"] = pair.split("..");
  const draft = useDraft(desk);
  const [old, now] = [useVersion(desk.slug, numberOf(from)), useVersion(desk.slug, numberOf(to))];
  const journey = useStore(desk.journey);
  useTitle(t("builder.compare.title", { name: journey.name }));
  const error = old.error ?? now.error;
  const before = from === "draft" ? draft : old.data;
  const after = to === "draft" ? draft : now.data;
  return html`<div className="builder">
    ${h(
      ViewBar,
      { text: t("builder.compare.bar") },
      h(
        Button,
        { small: true, kind: "primary", onClick: () => go(`/journeys/${desk.slug}`) },
        t("builder.backToDraft"),
      ),
    )}
    ${
      error
        ? html`<div className="page">${h(Failure, { error, onRetry: old.error ? old.reload : now.reload })}</div>`
        : before && after
          ? h(Comparison, {
              slug: desk.slug,
              types: desk.editor.types,
              before,
              after,
              head: h(Choice, { from, to }),
            })
          : h(Loading)
    }
  </div>`;
}

/** @param {string} side @returns {number | null} */
const numberOf = (side) => (/^\d+$/.test(side) ? Number(side) : null);

/** @param {{from: string, to: string}} props */
function Choice({ from, to }) {
  const { slug } = useDesk();
  const versions = useLoad(
    (signal) => /** @type {Promise<Version[]>} */ (get(at(slug, "/versions"), signal)),
    [slug],
  );
  const choices = [
    { value: "draft", label: t("builder.compare.draft") },
    ...(versions.data ?? []).map(({ number: n, is_live }) => ({
      value: String(n),
      label: t(is_live ? "builder.compare.live" : "builder.compare.version", { version: n }),
    })),
  ];
  const choose = (/** @type {string} */ a, /** @type {string} */ b) =>
    go(`/journeys/${slug}?compare=${a}..${b}`, { replace: true });
  return html`<div className="compare-choice">
    ${h(SelectField, { label: t("builder.compare.from"), value: from, choices, onChange: (value) => choose(value, to) })}
    ${h(SelectField, { label: t("builder.compare.to"), value: to, choices, onChange: (value) => choose(from, value) })}
  </div>`;
}
