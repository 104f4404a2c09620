/** One template: the whole picture, how it goes, what it needs and brings, and the button that takes it. */

import { nodeTypes } from "../../api/catalogue.js";
import { change } from "../../api/http.js";
import { openImport } from "../../importing/asking.js";
import { useMayImport } from "../../importing/mayImport.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { openFlow } from "../../model/document.js";
import { go } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { Page } from "../../ui/Page.js";
import { Empty, Failure, Loading } from "../../ui/States.js";
import { Brings } from "./Brings.js";
import { oneTemplate } from "./fetching.js";
import { stepsOf } from "./story.js";
import { Facts } from "./TemplateCard.js";
import { TemplatePicture } from "./TemplatePicture.js";

/** @import {Report} from "../../builder/editor.js" */
/** @import {Flow, NodeType} from "../../model/types.js" */
/** @import {TemplateInfo} from "./fetching.js" */

/** @typedef {{template: TemplateInfo, document: Flow, types: ReadonlyMap<string, NodeType>, report: Report}} Opened */

/** @param {string} slug @param {AbortSignal} signal @returns {Promise<Opened>} */
async function opened(slug, signal) {
  const [{ template, document }, types] = await Promise.all([oneTemplate(slug, signal), nodeTypes()]);
  const report = await change("POST", "/journeys/check", document, { signal });
  return { template, document: openFlow(document), types, report };
}

/** @param {{slug: string}} props */
export function Template({ slug }) {
  const found = useLoad((signal) => opened(slug, signal), [slug]);
  if (found.data) return h(Opened, { key: slug, ...found.data });
  if (!found.error) return h(Loading);
  return html`<div className="page">${
    "status" in found.error && found.error.status === 404
      ? h(
          Empty,
          { icon: "layout-template", title: t("gallery.notFound"), text: t("gallery.notFoundText") },
          h(Button, { kind: "primary", onClick: () => go("/gallery") }, t("gallery.toGallery")),
        )
      : h(Failure, { error: found.error, onRetry: found.reload })
  }</div>`;
}

/** @param {Opened} props */
function Opened({ template, document, types, report }) {
  const mayImport = useMayImport();
  const { name, category, description, needs, brings, story } = template;
  const steps = stepsOf(story);
  return h(Page, {
    title: name,
    wide: true,
    back: { to: "/gallery", label: t("gallery.title") },
    badge: h(Badge, { tone: "accent", children: category }),
    about: description,
    actions:
      mayImport &&
      h(Button, { kind: "primary", icon: "plus", onClick: () => openImport(document) }, t("gallery.use")),
    children: html`<div className="template-page">
      ${h(TemplatePicture, { slug: template.slug, flow: document, types, report })}
      <div className="template-about">
        ${h(Facts, { template })}
        ${
          needs.length > 0 &&
          html`<section><h2>${t("gallery.needs")}</h2>
          <ul className="need-list">${needs.map((need) => html`<li key=${need}>${h(Icon, { name: "check", size: 18 })} <span>${need}</span></li>`)}</ul></section>`
        }
        ${
          steps.length > 0 &&
          html`<section><h2>${t("gallery.howItGoes")}</h2>
          <ol className="step-list">${steps.map((step, n) => html`<li key=${n}>${step}</li>`)}</ol></section>`
        }
        ${h(Brings, { brings })}
        <p className="hint">${t(mayImport ? "gallery.promise" : "gallery.noUse")}</p>
      </div>
    </div>`,
  });
}
