/** What pickers know of each kind of thing: how it is found, what it is called, how it is made on the spot. */

import { findAttributes, findEvents, findMessages, findSegments, findTopics } from "./lookups.js";

/** @import {ComponentType} from "react" */
/** @import {TextKey} from "../kit/text.js" */
/** @import {Find} from "./lookups.js" */

/** @typedef {"message" | "segment" | "topic" | "attribute" | "event"} Kind */
/** A dialog in which a thing is made (`slug` null; `words`: what was typed) or changed.
 * @typedef {{slug: string | null, words?: string, onClose: () => void, onSaved: (slug: string) => void}} MadeInDialog */
/** @typedef {object} AboutFields
 * @property {Find} find
 * @property {string} icon
 * @property {string} permission to make one
 * @property {TextKey} choose
 * @property {TextKey} nothing
 * @property {TextKey} [make]
 * @property {TextKey} [makeNamed]
 * @property {TextKey} [edit]
 * @property {boolean} [isFree] any name may be used
 * @property {() => Promise<ComponentType<MadeInDialog>>} [dialog]
 * @typedef {Readonly<AboutFields>} About */

/** @type {Readonly<Record<Kind, About>>} */
export const PICKED = {
  message: {
    find: findMessages,
    icon: "mail",
    permission: "messages:write",
    choose: "forms.message.choose",
    nothing: "forms.message.nothing",
    make: "forms.message.make",
    edit: "forms.message.edit",
    dialog: async () => (await import("../screens/messages/MessageDialog.js")).MessageDialog,
  },
  segment: {
    find: findSegments,
    icon: "filter",
    permission: "segments:write",
    choose: "forms.segment.choose",
    nothing: "forms.segment.nothing",
    make: "forms.segment.make",
    edit: "forms.segment.edit",
    dialog: async () => (await import("../screens/segments/SegmentDialog.js")).SegmentDialog,
  },
  topic: {
    find: findTopics,
    icon: "megaphone",
    permission: "contacts:write",
    choose: "forms.topic.choose",
    nothing: "forms.topic.nothing",
    make: "forms.topic.make",
    makeNamed: "forms.topic.makeNamed",
    dialog: async () => (await import("./dialogs/TopicDialog.js")).TopicDialog,
  },
  attribute: {
    find: findAttributes,
    icon: "user",
    permission: "contacts:write",
    choose: "forms.attribute.choose",
    nothing: "forms.attribute.nothing",
    make: "forms.attribute.make",
    makeNamed: "forms.attribute.makeNamed",
    dialog: async () => (await import("./dialogs/AttributeDialog.js")).AttributeDialog,
  },
  event: {
    find: findEvents,
    icon: "zap",
    permission: "events:write",
    choose: "forms.event.choose",
    nothing: "forms.event.nothing",
    isFree: true,
  },
};
