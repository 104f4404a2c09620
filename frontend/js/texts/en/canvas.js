/** Texts of this room. */
export const canvas = {};
