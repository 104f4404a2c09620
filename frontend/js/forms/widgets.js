/** Which component asks for a setting, by the name of its widget. A name that is not here is asked for by its JSON type. */

import { AttributeValueWidget } from "./widgets/attribute-value.js";
import { BooleanWidget } from "./widgets/boolean.js";
import { ChecksWidget } from "./widgets/checks.js";
import { ChoicesWidget } from "./widgets/choices.js";
import { ConditionWidget } from "./widgets/condition.js";
import { DurationWidget } from "./widgets/duration.js";
import { EventWhereWidget } from "./widgets/event-where.js";
import { GroupWidget } from "./widgets/group.js";
import { ItemsWidget } from "./widgets/items.js";
import { JsonWidget } from "./widgets/json.js";
import { ListWidget, TagsWidget } from "./widgets/lists.js";
import { LongTextWidget } from "./widgets/long-text.js";
import { NumberWidget } from "./widgets/number.js";
import { AttributeWidget, EventWidget, MessageWidget, SegmentWidget, TopicWidget } from "./widgets/pickers.js";
import { TextWidget } from "./widgets/text.js";
import { DateWidget, MomentWidget, TimeWidget } from "./widgets/times.js";
import { WeekdaysWidget } from "./widgets/weekdays.js";

/** @import {ComponentType} from "react" */
/** @import {Setting, Wrong} from "./schema.js" */

/**
 * @typedef {object} WidgetProps
 * @property {Setting} setting
 * @property {any} value as it is written; undefined: not at all
 * @property {(value: unknown, isTyping?: boolean) => void} onChange undefined takes the setting away
 * @property {string | undefined} error in a sentence
 * @property {readonly Wrong[]} wrong the same in detail, for widgets that have parts
 * @property {Readonly<Record<string, unknown>>} values of all settings beside it
 * @property {boolean} disabled
 */

/** @type {Readonly<Record<string, ComponentType<WidgetProps>>>} */
export const WIDGETS = {
  text: TextWidget,
  "long-text": LongTextWidget,
  number: NumberWidget,
  boolean: BooleanWidget,
  choices: ChoicesWidget,
  checks: ChecksWidget,
  duration: DurationWidget,
  date: DateWidget,
  moment: MomentWidget,
  time: TimeWidget,
  weekdays: WeekdaysWidget,
  list: ListWidget,
  tags: TagsWidget,
  message: MessageWidget,
  segment: SegmentWidget,
  topic: TopicWidget,
  attribute: AttributeWidget,
  "attribute-value": AttributeValueWidget,
  event: EventWidget,
  "event-where": EventWhereWidget,
  condition: ConditionWidget,
  group: GroupWidget,
  items: ItemsWidget,
  json: JsonWidget,
};

/** @param {string} name @returns {boolean} */
export const isWidget = (name) => Object.hasOwn(WIDGETS, name);
