/** Texts of this room. */
export const conditions = {};
