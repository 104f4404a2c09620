/** Texts of this room. */
export const settings = {};
