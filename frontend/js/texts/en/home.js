/** Texts of this room. */
export const home = {};
