/** Texts of this room. */
export const panel = {};
