/** The dialogs of the builder, each loaded when it is opened. */

import { useEffect } from "react";
import { h } from "../kit/h.js";
import { useStore } from "../kit/useStore.js";
import { useQuery } from "../shell/router.js";
import { later } from "../ui/later.js";
import { useDesk } from "./useDesk.js";

/** @import {ReactElement} from "react" */
/** @import {Sheet} from "./desk.js" */

const AddDialog = later(() => import("./AddDialog.js"), "AddDialog");
const ConflictDialog = later(() => import("./ConflictDialog.js"), "ConflictDialog");
const KeptDialog = later(() => import("./ConflictDialog.js"), "KeptDialog");
const KeyHelp = later(() => import("../canvas/KeyHelp.js"), "KeyHelp");
const PeopleDialog = later(() => import("./PeopleDialog.js"), "PeopleDialog");
const PictureDialog = later(() => import("../picture/PictureDialog.js"), "PictureDialog");
const PublishDialog = later(() => import("./PublishDialog.js"), "PublishDialog");
const Versions = later(() => import("./Versions.js"), "Versions");

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
  return shown(sheet, () => desk.sheet.set(null));
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
