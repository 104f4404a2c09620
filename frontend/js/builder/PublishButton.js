/** Publish: always to be pressed. With problems left it opens their list and says how many they are. */

import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { useMay } from "../shell/may.js";
import { Button } from "../ui/Button.js";
import { toast } from "../ui/Toast.js";
import { useDesk } from "./useDesk.js";
import { useEdit } from "./useEditor.js";

export function PublishButton() {
  const desk = useDesk();
  const mayWrite = useMay("journeys:write");
  const mayPublish = useMay("journeys:publish");
  const { state } = useStore(desk.journey);
  const errors = useEdit((edit) => edit.report?.problems.filter((one) => one.severity === "error").length ?? 0);
  if (state === "archived" || !(mayWrite || mayPublish)) return null;
  const press = () => {
    if (!errors) return desk.sheet.set({ kind: "publish" });
    desk.tray.set("problems");
    toast({ text: t("builder.publish.notYet", { n: errors }) });
  };
  return h(Button, { small: true, kind: "primary", icon: "rocket", onClick: press }, t("builder.publish.button"));
}
