/** Texts of this room. */
export const segments = {};
