/** The bar over something that is only looked at: a version, or two compared. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Link } from "../shell/router.js";
import { Icon } from "../ui/Icon.js";
import { useDesk } from "./useDesk.js";

/** @import {ReactNode} from "react" */

/** @param {{text: string, children?: ReactNode}} props */
export function ViewBar({ text, children }) {
  const desk = useDesk();
  const { name } = useStore(desk.journey);
  return html`<header className="builder-bar viewing">
    <div className="builder-who">
      ${h(Link, { to: `/journeys/${desk.slug}`, className: "builder-back", title: t("builder.backToDraft"), label: t("builder.backToDraft") }, h(Icon, { name: "arrow-left" }))}
      <div className="builder-name"><h1 className="builder-title">${name || t("builder.unnamed")}</h1><p className="small quiet-text">${text}</p></div>
    </div>
    <div className="builder-tools">${children}</div>
  </header>`;
}
