/** Choosing something that exists: a message, a segment, a topic, an attribute, an event. */

import { h } from "../../kit/h.js";
import { Field } from "../../ui/Field.js";
import { Picker } from "../Picker.js";
import { asText } from "../texts.js";

/** @import {Kind} from "../kinds.js" */
/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps & {kind: Kind}} props */
function Picked({ setting, value, onChange, error, disabled, kind }) {
  return h(Field, {
    label: setting.label,
    hint: setting.help,
    error,
    control: (ties) => h(Picker, { kind, ties, value: asText(value), onChange, disabled }),
  });
}

/** @param {WidgetProps} props */
export const MessageWidget = (props) => h(Picked, { ...props, kind: "message" });
/** @param {WidgetProps} props */
export const SegmentWidget = (props) => h(Picked, { ...props, kind: "segment" });
/** @param {WidgetProps} props */
export const TopicWidget = (props) => h(Picked, { ...props, kind: "topic" });
/** @param {WidgetProps} props */
export const AttributeWidget = (props) => h(Picked, { ...props, kind: "attribute" });
/** @param {WidgetProps} props */
export const EventWidget = (props) => h(Picked, { ...props, kind: "event" });
