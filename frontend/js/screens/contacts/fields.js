/** The built-in fields of contacts, in the order in which people read them. */

export const FIELDS = /** @type {const} */ ([
  "email",
  "first_name",
  "last_name",
  "phone",
  "company",
  "city",
  "country",
  "language",
  "time_zone",
  "external_id",
]);
