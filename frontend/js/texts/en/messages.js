/** Texts of this room. */
export const messages = {};
