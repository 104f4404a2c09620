/** Texts of this room. */
export const importing = {};
