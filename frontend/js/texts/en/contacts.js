/** Contacts: the list, importing, one person. */
export const contacts = {
  title: "Contacts",
  fields: {
    first_name: "First name",
    last_name: "Last name",
    email: "E-mail address",
    phone: "Phone",
    company: "Company",
    city: "City",
    country: "Country",
    language: "Language",
    time_zone: "Time zone",
    external_id: "Your own id",
  },
};
