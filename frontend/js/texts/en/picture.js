/** Texts of this room. */
export const picture = {};
