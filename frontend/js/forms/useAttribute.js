/** What is known of an attribute: its name and what it holds. */

import { useEffect, useState } from "react";
import { attributes } from "./lookups.js";

/** @import {Attribute} from "./lookups.js" */

/** @param {string} key @returns {Attribute | undefined} undefined while that is not known */
export function useAttribute(key) {
  const [all, setAll] = useState(/** @type {readonly Attribute[]} */ ([]));
  useEffect(() => {
    let isStale = false;
    if (key)
      attributes().then(
        (found) => !isStale && setAll(found),
        () => {},
      );
    return () => {
      isStale = true;
    };
  }, [key]);
  return all.find((one) => one.key === key);
}
