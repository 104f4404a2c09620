/** Every screen: its address and the module that is loaded when somebody goes there. */

/** @import {ComponentType} from "react" */

/** `area` marks the place in the navigation; `isFull` screens bring their own frame.
 * @typedef {{path: string, area: string, load: () => Promise<ComponentType<any>>, isFull?: boolean}} Route */

/**
 * @param {() => Promise<Record<string, unknown>>} load @param {string} name of the component in that module
 * @returns {Route["load"]}
 */
const of = (load, name) => async () => /** @type {ComponentType<any>} */ ((await load())[name]);

/** @type {readonly Route[]} */
export const ROUTES = [
  { path: "/", area: "home", load: of(() => import("../screens/home/Home.js"), "Home") },
  { path: "/journeys", area: "journeys", load: of(() => import("../screens/journeys/Journeys.js"), "Journeys") },
  {
    path: "/journeys/:slug",
    area: "journeys",
    load: of(() => import("../builder/Builder.js"), "Builder"),
    isFull: true,
  },
  { path: "/gallery", area: "gallery", load: of(() => import("../screens/gallery/Gallery.js"), "Gallery") },
  {
    path: "/gallery/:slug",
    area: "gallery",
    load: of(() => import("../screens/gallery/Template.js"), "Template"),
  },
  { path: "/contacts", area: "contacts", load: of(() => import("../screens/contacts/Contacts.js"), "Contacts") },
  {
    path: "/contacts/import",
    area: "contacts",
    load: of(() => import("../screens/contacts/Import.js"), "Import"),
  },
  {
    path: "/contacts/:id",
    area: "contacts",
    load: of(() => import("../screens/contacts/Profile.js"), "Profile"),
  },
  { path: "/segments", area: "segments", load: of(() => import("../screens/segments/Segments.js"), "Segments") },
  {
    path: "/segments/:slug",
    area: "segments",
    load: of(() => import("../screens/segments/Segment.js"), "Segment"),
  },
  { path: "/messages", area: "messages", load: of(() => import("../screens/messages/Messages.js"), "Messages") },
  {
    path: "/messages/:slug",
    area: "messages",
    load: of(() => import("../screens/messages/Message.js"), "Message"),
  },
  { path: "/mailbox", area: "mailbox", load: of(() => import("../screens/mailbox/Mailbox.js"), "Mailbox") },
  { path: "/mailbox/:number", area: "mailbox", load: of(() => import("../screens/mailbox/Mail.js"), "Mail") },
  { path: "/settings", area: "settings", load: of(() => import("../screens/settings/Settings.js"), "Settings") },
  {
    path: "/settings/:tab",
    area: "settings",
    load: of(() => import("../screens/settings/Settings.js"), "Settings"),
  },
];
