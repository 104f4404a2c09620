/** What the picker offers on each of its pages. */

import { t } from "../kit/text.js";
import { groupsOf, matches } from "./steps.js";
import { iconOf, toneOf } from "./tones.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {NodeType, PortRef} from "../model/types.js" */
/** @import {StepPickerProps} from "./StepPicker.js" */

/** @typedef {{id: string, label: string, hint: string, icon: string, tone: string, type?: NodeType, key?: string, way?: PortRef,
 *   goesTo?: "steps" | "existing"}} Choice */
/** @typedef {{name: string, choices: Choice[]}} ChoiceGroup */

/**
 * @typedef {Pick<StepPickerProps, "entriesOnly" | "joinable"> & {only: (type: NodeType) => boolean, ways: NonNullable<StepPickerProps["ways"]>,
 *   page: "ways" | "steps" | "existing", words: string, lately: readonly string[]}} Asked
 */

const MANY = 6;

/** @param {Editor} editor @param {Asked} asked @returns {ChoiceGroup[]} */
export function choicesOf(editor, asked) {
  if (asked.page === "ways") return [{ name: "", choices: ofWays(editor, asked) }];
  if (asked.page === "existing") return [{ name: "", choices: ofExisting(editor, asked) }];
  return ofTypes(editor, asked);
}

/** @param {Editor} editor @param {Asked} asked @returns {Choice[]} open ways first */
function ofWays(editor, { ways, words }) {
  return [...ways]
    .sort((a, b) => Number(b.isOpen) - Number(a.isOpen))
    .filter(({ label }) => matches(words, label))
    .map(({ ref, label, isOpen }) => {
      const to = editor.flow.edges.find((edge) => edge.from === ref.from && edge.port === ref.port)?.to;
      const hint =
        isOpen || to === undefined
          ? t("canvas.picker.wayOpen")
          : t("canvas.picker.wayLed", { name: editor.nameOf(to) });
      return { id: ref.port, label, hint, icon: "corner-down-right", tone: "logic", way: ref };
    });
}

/** @param {Editor} editor @param {Asked} asked @returns {Choice[]} */
function ofExisting(editor, { joinable = [], words }) {
  return joinable
    .map((key) => ({ key, type: editor.typeOf(key), name: editor.nameOf(key) }))
    .filter(({ name, type }) => matches(words, name, type?.label ?? ""))
    .map(({ key, type, name }) => ({
      id: key,
      label: name,
      hint: type?.label ?? "",
      icon: iconOf(type),
      tone: toneOf(type),
      key,
    }));
}

/** @param {Editor} editor @param {Asked} asked @returns {ChoiceGroup[]} */
function ofTypes(editor, { entriesOnly = false, joinable = [], words, lately, only }) {
  const all = [...editor.types.values()];
  const isOffered = (/** @type {NodeType} */ type) => type.is_entry === entriesOnly && only(type);
  const groups = groupsOf(all, { words, only: isOffered });
  const used = lately
    .map((name) => editor.types.get(name))
    .filter((type) => type !== undefined && isOffered(type));
  const isLong = all.filter(isOffered).length > MANY;
  return [
    ...(used.length && !words && isLong
      ? [
          {
            name: t("canvas.picker.recent"),
            choices: used.map((type) => ({
              ...ofType(/** @type {NodeType} */ (type)),
              id: `recent-${type?.type}`,
            })),
          },
        ]
      : []),
    ...groups.map(({ name, types }) => ({ name, choices: types.map(ofType) })),
    ...(joinable.length && matches(words, t("canvas.picker.join"))
      ? [
          {
            name: t("canvas.picker.others"),
            choices: [
              {
                id: "join",
                label: t("canvas.picker.join"),
                hint: t("canvas.picker.joinHint"),
                icon: "link",
                tone: "end",
                goesTo: /** @type {const} */ ("existing"),
              },
            ],
          },
        ]
      : []),
  ];
}

/** @param {NodeType} type @returns {Choice} */
const ofType = (type) => ({
  id: type.type,
  label: type.label,
  hint: firstSentence(type.help),
  icon: iconOf(type),
  tone: toneOf(type),
  type,
});

/** @param {string} text @returns {string} */
export const firstSentence = (text) => text.split(/(?<=[.!?])\s/)[0] ?? "";
