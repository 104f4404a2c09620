/** Texts of this room. */
export const journeys = {};
