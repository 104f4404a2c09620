/** Everything else that can be done with the journey. */

import { chooseFile } from "../importing/asking.js";
import { useMayImport } from "../importing/mayImport.js";
import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { archive, download, duplicate, pause, remove, restore, resume } from "../screens/journeys/acts.js";
import { useMay } from "../shell/may.js";
import { go } from "../shell/router.js";
import { Menu } from "../ui/Menu.js";
import { toast } from "../ui/Toast.js";
import { forget } from "./opening.js";
import { useIsAhead } from "./StateBadge.js";
import { useDesk } from "./useDesk.js";

/** @import {Item} from "../ui/Menu.js" */
/** @import {Desk} from "./desk.js" */

/** @param {{reload: () => void}} props opens the journey anew */
export function MoreMenu({ reload }) {
  const desk = useDesk();
  const journey = useStore(desk.journey);
  const live = useStore(desk.live);
  const isAhead = useIsAhead();
  const mayWrite = useMay("journeys:write");
  const mayPublish = useMay("journeys:publish");
  const mayImport = useMayImport();
  const { editor, sheet } = desk;
  const { state, version } = journey;
  const refresh = () => void desk.refresh();
  const reopen = () => {
    forget(desk.slug);
    reload();
  };
  const about = () => {
    editor.put({ chosen: new Set(), edge: null, panel: null });
    desk.isAbout.set(true);
  };
  const hasDoor = live && Object.values(live.flow.nodes).some((node) => node.type === "manual_entry");
  /** @type {(Item | false | null)[]} */
  const items = [
    !editor.isReadOnly && {
      label: t("builder.about.menu"),
      icon: "pencil",
      onClick: () => about(),
    },
    version !== null && {
      label: t("builder.versions.title"),
      icon: "history",
      onClick: () => sheet.set({ kind: "versions" }),
    },
    isAhead && {
      label: t("builder.compareLive"),
      icon: "git-compare",
      onClick: () => go(`/journeys/${desk.slug}?compare=${version}..draft`),
    },
    version !== null && {
      label: t("builder.people.menu"),
      icon: "users",
      onClick: () => sheet.set({ kind: "people", node: "" }),
    },
    hasDoor &&
      mayPublish &&
      state !== "archived" && {
        label: t("builder.add.menu"),
        icon: "user-plus",
        onClick: () => sheet.set({ kind: "add" }),
      },
    "line",
    mayWrite && {
      label: t("journeys.duplicate"),
      icon: "copy",
      onClick: () => saved(desk, () => duplicate(journey, refresh)),
    },
    { label: t("journeys.export"), icon: "download", onClick: () => saved(desk, () => download(journey)) },
    mayImport && { label: t("builder.import"), icon: "file-up", onClick: chooseFile },
    { label: t("builder.picture"), icon: "image", onClick: () => sheet.set({ kind: "picture" }) },
    "line",
    { label: t("builder.keys"), icon: "keyboard", keys: "?", onClick: () => sheet.set({ kind: "keys" }) },
    mayPublish &&
      state === "live" && {
        label: t("journeys.pause"),
        icon: "pause",
        hint: t("journeys.pauseHint"),
        onClick: () => pause(journey, refresh),
      },
    mayPublish &&
      state === "paused" && { label: t("journeys.resume"), icon: "play", onClick: () => resume(journey, refresh) },
    mayPublish &&
      state !== "archived" &&
      version !== null && {
        label: t("journeys.archive"),
        icon: "archive",
        onClick: () => saved(desk, () => archive(journey, reopen)),
      },
    mayPublish &&
      state === "archived" && {
        label: t("journeys.restore"),
        icon: "archive-restore",
        onClick: () => restore(journey, reopen),
      },
    mayWrite &&
      version === null &&
      state === "draft" && {
        label: t("journeys.delete"),
        icon: "trash-2",
        isDanger: true,
        onClick: () => remove(journey, () => go("/journeys")),
      },
  ];
  return h(Menu, {
    label: t("ui.more"),
    kind: "plain",
    small: true,
    icon: "ellipsis",
    items: items.filter((item) => item !== false && item !== null),
  });
}

/**
 * Do something with the draft as the server has it: only when all is saved there.
 * @param {Desk} desk @param {() => unknown} act
 */
async function saved({ saver }, act) {
  if (await saver.flush()) act();
  else toast({ text: t("builder.saveFirst"), tone: "bad" });
}
