/** Texts of this room. */
export const forms = {};
