/** The first screen: what needs me, what is running. */

import { h } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Empty } from "../../ui/States.js";
import { Page } from "../../ui/Page.js";

export function Home() {
  return h(Page, { title: t("shell.home"), children: h(Empty, { icon: "workflow", title: "Home", text: "…" }) });
}
