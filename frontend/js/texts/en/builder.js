/** Texts of this room. */
export const builder = {};
