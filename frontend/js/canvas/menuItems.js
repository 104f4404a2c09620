/** What the menu offers: for a step, a connection, a note, the ground. */

import { remove } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { edgeAt, edgesFrom } from "../model/document.js";
import { copyByMenu, pasteByMenu } from "./clip.js";
import { chooseBelow, duplicate, isLed, pickAfter, removeChosen, tidyUp, unplug } from "./deeds.js";
import { keysOf } from "./keyNames.js";
import { seeAll } from "./looking.js";
import { removeNoteAt, writeNote, writeNoteBeside } from "./noteMoves.js";
import { withBelow } from "./walk.js";

/** @import {PortRef} from "../model/types.js" */
/** @import {Item} from "../ui/Menu.js" */
/** @import {Pointed, Stage} from "./stage.js" */

/** @typedef {{pasteText: (text: string) => void, onShowPeople?: ((key: string) => void) | undefined}} Ways */

/** @param {Stage} stage @param {Pointed} menu @param {Ways} ways @returns {Item[]} */
export function itemsOf(stage, { on, at }, ways) {
  if ("key" in on) return ofStep(stage, on.key, ways);
  if ("ref" in on) return ofEdge(stage, on.ref, at);
  if ("note" in on) return ofNote(stage, on.note);
  return ofGround(stage, on.pane, ways);
}

/** @param {Stage} stage @param {string} key @param {Ways} ways @returns {Item[]} */
function ofStep(stage, key, { onShowPeople }) {
  const { editor } = stage;
  const { chosen, counts } = editor.state.get();
  const isMany = chosen.size > 1 && chosen.has(key);
  const below = withBelow(editor, key);
  const open = {
    label: t("canvas.menu.open"),
    icon: "settings",
    keys: keysOf("Enter"),
    onClick: () => editor.open(key),
  };
  const people = { label: t("canvas.menu.people"), icon: "users", onClick: () => onShowPeople?.(key) };
  const copy = {
    label: t("canvas.menu.copy", { n: isMany ? chosen.size : 1 }),
    icon: "copy",
    keys: keysOf("Mod+C"),
    onClick: () => copyByMenu(stage, "copy"),
  };
  const chooses = {
    label: t("canvas.menu.chooseBelow"),
    icon: "list-tree",
    onClick: () => chooseBelow(stage, key),
    disabled: below.length < 2,
  };
  const shows = onShowPeople && counts ? [people] : [];
  if (editor.isReadOnly) return [open, ...shows, copy, chooses];
  const hasPorts = editor.portsOf(key).length > 0;
  /** @type {Item[]} */
  const after = hasPorts
    ? [
        { label: t("canvas.menu.addAfter"), icon: "plus", keys: "+", onClick: () => pickAfter(stage, key) },
        {
          label: t("canvas.menu.connect"),
          icon: "link",
          onClick: () => pickAfter(stage, key, { page: "existing" }),
        },
      ]
    : [];
  const wayNames = new Map(editor.portsOf(key).map((port) => [port.key, port.label || port.key]));
  const cuts = edgesFrom(editor.flow, key).map((edge) => ({
    label:
      wayNames.size > 1
        ? t("canvas.menu.cutWay", { name: wayNames.get(edge.port) ?? edge.port })
        : t("canvas.disconnect"),
    icon: "unlink",
    onClick: () => unplug(stage, edge),
  }));
  return [
    open,
    ...shows,
    ...after,
    ...(isMany ? [] : cuts),
    "line",
    {
      label: t("canvas.menu.duplicate"),
      icon: "copy-plus",
      keys: keysOf("Mod+D"),
      onClick: () => duplicate(stage),
    },
    copy,
    {
      label: t("canvas.menu.cut"),
      icon: "scissors",
      keys: keysOf("Mod+X"),
      onClick: () => copyByMenu(stage, "cut"),
    },
    chooses,
    { label: t("canvas.menu.noteHere"), icon: "sticky-note", onClick: () => writeNoteBeside(stage, key) },
    "line",
    {
      label: t("canvas.menu.delete", { n: isMany ? chosen.size : 1 }),
      icon: "trash-2",
      keys: keysOf("Delete"),
      isDanger: true,
      onClick: () => removeChosen(stage),
    },
    ...(below.length > 1 && !isMany
      ? [
          {
            label: t("canvas.menu.deleteBelow", { n: below.length }),
            icon: "trash-2",
            isDanger: true,
            onClick: () => remove(editor, below),
          },
        ]
      : []),
  ];
}

/** @param {Stage} stage @param {PortRef} ref @param {Pointed["at"]} at @returns {Item[]} */
function ofEdge(stage, ref, at) {
  const to = edgeAt(stage.editor.flow, ref)?.to;
  const goTo = {
    label: t("canvas.menu.goTo"),
    icon: "corner-down-right",
    onClick: () => {
      if (to === undefined) return;
      stage.editor.choose([to]);
      stage.centre(to);
    },
  };
  if (stage.editor.isReadOnly) return to === undefined ? [] : [goTo];
  const anchor = new DOMRect(at[0], at[1], 1, 1);
  return [
    {
      label: t("canvas.menu.addHere"),
      icon: "plus",
      onClick: () => stage.put({ picking: { ref, from: ref.from, anchor } }),
    },
    {
      label: t("canvas.menu.connect"),
      icon: "link",
      onClick: () => stage.put({ picking: { ref, from: ref.from, anchor, page: "existing" } }),
    },
    ...(to === undefined ? [] : [goTo]),
    ...(isLed(stage, ref)
      ? /** @type {Item[]} */ ([
          "line",
          {
            label: t("canvas.disconnect"),
            icon: "unlink",
            keys: keysOf("Delete"),
            isDanger: true,
            onClick: () => unplug(stage, ref),
          },
        ])
      : []),
  ];
}

/** @param {Stage} stage @param {number} note @returns {Item[]} */
function ofNote(stage, note) {
  if (stage.editor.isReadOnly) return [];
  return [
    { label: t("canvas.note.edit"), icon: "pencil", onClick: () => stage.put({ note, isWriting: true }) },
    { label: t("canvas.note.remove"), icon: "trash-2", isDanger: true, onClick: () => removeNoteAt(stage, note) },
  ];
}

/** @param {Stage} stage @param {readonly [number, number]} at of the drawing @param {Ways} ways @returns {Item[]} */
function ofGround(stage, at, { pasteText }) {
  const { editor } = stage;
  /** @type {Item[]} */
  const looks = [
    {
      label: t("canvas.menu.chooseAll"),
      icon: "square",
      keys: keysOf("Mod+A"),
      onClick: () => editor.choose(Object.keys(editor.flow.nodes)),
    },
    { label: t("canvas.seeAll"), icon: "maximize", keys: "1", onClick: () => seeAll(stage) },
    { label: t("canvas.find.label"), icon: "search", keys: "/", onClick: () => stage.put({ isFinding: true }) },
    { label: t("canvas.help.title"), icon: "keyboard", keys: "?", onClick: () => stage.put({ hasHelp: true }) },
  ];
  if (editor.isReadOnly) return looks;
  return [
    {
      label: t("canvas.menu.paste"),
      icon: "clipboard-paste",
      keys: keysOf("Mod+V"),
      onClick: () => void pasteByMenu(stage, pasteText),
    },
    { label: t("canvas.menu.noteHere"), icon: "sticky-note", onClick: () => writeNote(stage, at) },
    ...(editor.flow.layout
      ? [{ label: t("canvas.tidy"), icon: "wand-sparkles", onClick: () => tidyUp(stage) }]
      : []),
    "line",
    ...looks,
  ];
}
