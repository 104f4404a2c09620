/** What events of a name bring along, as far as it was seen. */

import { useEffect, useState } from "react";
import { propertiesOf } from "./known.js";

/** @import {Property} from "./known.js" */

const NONE = /** @type {readonly Property[]} */ ([]);

/** @param {string} event @returns {readonly Property[]} */
export function useProperties(event) {
  const [known, setKnown] = useState({ event: "", properties: NONE });
  useEffect(() => {
    let isStale = false;
    propertiesOf(event).then(
      (properties) => !isStale && setKnown({ event, properties }),
      () => {},
    );
    return () => {
      isStale = true;
    };
  }, [event]);
  return known.event === event ? known.properties : NONE;
}

/** @param {readonly Property[]} properties @param {string} key @returns {string | undefined} the one kind of its values */
export function kindOf(properties, key) {
  const types = properties.find((property) => property.key === key)?.types ?? [];
  return types.length === 1 ? types[0] : undefined;
}
