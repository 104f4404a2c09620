/** How many problems are left; opens their list. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { useDesk } from "./useDesk.js";
import { useEdit } from "./useEditor.js";

export function ProblemsButton() {
  const desk = useDesk();
  const tray = useStore(desk.tray);
  const problems = useEdit((state) => state.report?.problems);
  if (!problems) return null;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const isOpen = tray === "problems";
  return h(
    Button,
    {
      small: true,
      icon: errors ? "circle-alert" : problems.length ? "info" : "circle-check",
      className: errors ? "problems-button wrong" : "problems-button",
      pressed: isOpen,
      onClick: () => desk.tray.set(isOpen ? "palette" : "problems"),
    },
    html`<span className="word">${t("builder.problems.title")}</span> <span className="count">${problems.length}</span>`,
  );
}
