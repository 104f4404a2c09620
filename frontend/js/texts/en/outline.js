/** Texts of this room. */
export const outline = {};
