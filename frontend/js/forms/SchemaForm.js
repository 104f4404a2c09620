/** The settings of a node as a form, made of its type's JSON Schema: a new type needs nothing here. */

import { h } from "../kit/h.js";
import { Settings } from "./Settings.js";
import { sortProblems } from "./schema.js";

/** @import {Problem} from "../builder/editor.js" */
/** @import {Schema} from "./schema.js" */

/**
 * @param {{schema: Schema, config: Readonly<Record<string, unknown>>, problems: readonly Problem[],
 *   checked?: Readonly<Record<string, unknown>>, onChange: (changes: Record<string, unknown>, field?: string) => void,
 *   isFresh?: boolean, disabled?: boolean}} props
 *   `problems` of this node, found when its settings were `checked`; `field` of onChange: where somebody types
 */
export function SchemaForm({
  schema,
  config,
  problems,
  checked = config,
  onChange,
  isFresh = false,
  disabled = false,
}) {
  const { of } = sortProblems(problems, Object.keys(schema.properties ?? {}));
  return h(Settings, {
    schema,
    values: config,
    disabled,
    isFresh,
    // What was wrong with another value says nothing about this one.
    wrongAt: (name) => (checked[name] === config[name] ? of.get(name) : undefined) ?? [],
    onChange: (name, value, isTyping = false) => onChange({ [name]: value }, isTyping ? name : undefined),
  });
}
