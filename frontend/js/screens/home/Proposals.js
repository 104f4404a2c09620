/** Three journeys to begin with. */

import { nodeTypes } from "../../api/catalogue.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Link } from "../../shell/router.js";
import { allTemplates } from "../gallery/fetching.js";
import { TemplateCard } from "../gallery/TemplateCard.js";

/** @import {TemplateInfo} from "../gallery/fetching.js" */

const BEST = ["welcome-series", "abandoned-cart", "re-engagement-series"];
const MANY = 3;

export function Proposals() {
  const found = useLoad(async (signal) => {
    const [templates, types] = await Promise.all([allTemplates(signal), nodeTypes()]);
    return { templates: bestOf(templates), types };
  }, []);
  // Without them the page is whole too.
  if (!found.data?.templates.length) return null;
  const { templates, types } = found.data;
  return html`<section className="home-part" aria-labelledby="home-proposals">
    <div className="row spread"><h2 id="home-proposals">${t("home.proposals")}</h2>${h(Link, { to: "/gallery" }, t("home.allTemplates"))}</div>
    <ul className="template-list three">${templates.map((template) => h(TemplateCard, { key: template.slug, template, types, isShort: true }))}</ul>
  </section>`;
}

/** @param {readonly TemplateInfo[]} all @returns {TemplateInfo[]} */
function bestOf(all) {
  const best = BEST.flatMap((slug) => all.filter((template) => template.slug === slug));
  return [...best, ...all.filter((template) => !best.includes(template))].slice(0, MANY);
}
