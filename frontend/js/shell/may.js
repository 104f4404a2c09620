/** What the person who is signed in may do. */

import { person } from "../api/session.js";
import { useStore } from "../kit/useStore.js";

/**
 * Tell whether the person may do something.
 * @param {string} permission such as "journeys:publish" @returns {boolean}
 */
export const useMay = (permission) =>
  useStore(person, (found) => found?.permissions.includes(permission) ?? false);
