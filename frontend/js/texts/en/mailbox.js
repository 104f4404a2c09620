/** Texts of this room. */
export const mailbox = {};
