/** The gallery: journeys that others have thought through, to begin with. */

import { nodeTypes } from "../../api/catalogue.js";
import { chooseFile } from "../../importing/asking.js";
import { useMayImport } from "../../importing/mayImport.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useQuery } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { Page } from "../../ui/Page.js";
import { Empty, Shown } from "../../ui/States.js";
import { allTemplates } from "./fetching.js";
import { categoriesOf, matching } from "./story.js";
import { TemplateCard } from "./TemplateCard.js";

/** @import {Loaded} from "../../kit/hooks.js" */
/** @import {NodeType} from "../../model/types.js" */
/** @import {TemplateInfo} from "./fetching.js" */

export function Gallery() {
  const mayImport = useMayImport();
  const found = useLoad(async (signal) => {
    const [templates, types] = await Promise.all([allTemplates(signal), nodeTypes()]);
    return { templates, types };
  }, []);
  return h(Page, {
    title: t("gallery.title"),
    about: t("gallery.about"),
    actions: mayImport && h(Button, { icon: "file-up", onClick: chooseFile }, t("journeys.import")),
    children: h(Shown, {
      of: /** @type {Loaded<any>} */ (found),
      show: (/** @type {any} */ data) => h(Shelf, data),
    }),
  });
}

/** @param {{templates: readonly TemplateInfo[], types: ReadonlyMap<string, NodeType>}} props */
function Shelf({ templates, types }) {
  const [words, setWords] = useQuery("q");
  const [category, setCategory] = useQuery("goal");
  const shown = matching(templates, { words, category });
  const clear = () => {
    setWords("");
    setCategory("");
  };
  return html`<div className="stack wide">
    <div className="journey-filters">
      <div className="search">${h(Icon, { name: "search" })}
        <input type="search" aria-label=${t("gallery.search")} placeholder=${t("gallery.search")} value=${words}
          onChange=${(/** @type {{target: {value: string}}} */ event) => setWords(event.target.value)} /></div>
      <div className="pills" role="group" aria-label=${t("gallery.goal")}>
        ${["", ...categoriesOf(templates)].map(
          (
            one,
          ) => html`<button key=${one} type="button" className="quiet small-button pill" aria-pressed=${one === category}
          onClick=${() => setCategory(one)}>${one || t("gallery.all")}</button>`,
        )}
      </div>
    </div>
    <p className="visually-hidden" role="status">${t("gallery.found", { n: shown.length })}</p>
    ${
      shown.length
        ? html`<ul className="template-list">${shown.map((template) => h(TemplateCard, { key: template.slug, template, types }))}</ul>`
        : h(
            Empty,
            { icon: "layout-template", title: t("gallery.none"), text: t("gallery.noneText") },
            h(Button, { onClick: clear }, t("gallery.showAll")),
          )
    }
  </div>`;
}
