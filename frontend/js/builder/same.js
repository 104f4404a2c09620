/** Whether two documents say the same. */

import { canonical } from "../model/flowfile.js";

/** @import {Flow} from "../model/types.js" */

/** @param {Flow} a @param {Flow} b @returns {boolean} whether both make the same file */
export const isSameFile = (a, b) => a === b || canonical(a) === canonical(b);
