/** Texts of this room. */
export const gallery = {};
