/** The dialogs of the builder, each loaded when it is opened. */

import { lazy, Suspense, useEffect } from "react";
import { h } from "../kit/h.js";
import { useStore } from "../kit/useStore.js";
import { useQuery } from "../shell/router.js";
import { useDesk } from "./useDesk.js";

/** @import {ReactElement} from "react" */
/** @import {Sheet} from "./desk.js" */

const AddDialog = lazy(async () => ({ default: (await import("./AddDialog.js")).AddDialog }));
const ConflictDialog = lazy(async () => ({ default: (await import("./ConflictDialog.js")).ConflictDialog }));
const KeptDialog = lazy(async () => ({ default: (await import("./ConflictDialog.js")).KeptDialog }));
const KeyHelp = lazy(async () => ({ default: (await import("../canvas/KeyHelp.js")).KeyHelp }));
const PeopleDialog = lazy(async () => ({ default: (await import("./PeopleDialog.js")).PeopleDialog }));
const PictureDialog = lazy(async () => ({ default: (await import("../picture/PictureDialog.js")).PictureDialog }));
const PublishDialog = lazy(async () => ({ default: (await import("./PublishDialog.js")).PublishDialog }));
const Versions = lazy(async () => ({ default: (await import("./Versions.js")).Versions }));

export function Sheets() {
  const desk = useDesk();
  const sheet = useStore(desk.sheet);
  const standing = useStore(desk.saver.standing);
  const [publish, setPublish] = useQuery("publish");
  useEffect(() => {
    if (standing.kind === "conflict") desk.sheet.set({ kind: "conflict" });
  }, [desk, standing.kind]);
  useEffect(() => {
    if (!publish) return;
    setPublish("");
    desk.sheet.set({ kind: "publish" });
  });
  if (!sheet) return null;
  return h(
    Suspense,
    { fallback: null },
    shown(sheet, () => desk.sheet.set(null)),
  );
}

/** @param {Sheet} sheet @param {() => void} onClose @returns {ReactElement} */
function shown(sheet, onClose) {
  switch (sheet.kind) {
    case "add":
      return h(AddDialog, { onClose });
    case "conflict":
      return h(ConflictDialog, { onClose });
    case "kept":
      return h(KeptDialog, { onClose });
    case "keys":
      return h(KeyHelp, { onClose });
    case "people":
      return h(PeopleDialog, { node: sheet.node, onClose });
    case "picture":
      return h(PictureDialog, { onClose });
    case "publish":
      return h(PublishDialog, { onClose });
    case "versions":
      return h(Versions, { onClose });
  }
}
