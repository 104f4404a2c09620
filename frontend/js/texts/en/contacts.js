/** Texts of this room. */
export const contacts = {};
