/** Every screen: its address and the module that is loaded when somebody goes there. */

import { lazy } from "react";

/** @import {ComponentType} from "react" */

/** `area` marks the place in the navigation; `isFull` screens bring their own frame.
 * @typedef {{path: string, area: string, screen: ComponentType<any>, isFull?: boolean}} Route */

/**
 * @param {() => Promise<Record<string, unknown>>} load @param {string} name of the component in that module
 * @returns {ComponentType<any>}
 */
const of = (load, name) =>
  lazy(async () => ({ default: /** @type {ComponentType<any>} */ ((await load())[name]) }));

/** @type {readonly Route[]} */
export const ROUTES = [
  { path: "/", area: "home", screen: of(() => import("../screens/home/Home.js"), "Home") },
  { path: "/journeys", area: "journeys", screen: of(() => import("../screens/journeys/Journeys.js"), "Journeys") },
  {
    path: "/journeys/:slug",
    area: "journeys",
    screen: of(() => import("../builder/Builder.js"), "Builder"),
    isFull: true,
  },
  { path: "/gallery", area: "gallery", screen: of(() => import("../screens/gallery/Gallery.js"), "Gallery") },
  {
    path: "/gallery/:slug",
    area: "gallery",
    screen: of(() => import("../screens/gallery/Template.js"), "Template"),
  },
  { path: "/contacts", area: "contacts", screen: of(() => import("../screens/contacts/Contacts.js"), "Contacts") },
  {
    path: "/contacts/import",
    area: "contacts",
    screen: of(() => import("../screens/contacts/Import.js"), "Import"),
  },
  {
    path: "/contacts/:id",
    area: "contacts",
    screen: of(() => import("../screens/contacts/Profile.js"), "Profile"),
  },
  { path: "/segments", area: "segments", screen: of(() => import("../screens/segments/Segments.js"), "Segments") },
  {
    path: "/segments/:slug",
    area: "segments",
    screen: of(() => import("../screens/segments/Segment.js"), "Segment"),
  },
  { path: "/messages", area: "messages", screen: of(() => import("../screens/messages/Messages.js"), "Messages") },
  {
    path: "/messages/:slug",
    area: "messages",
    screen: of(() => import("../screens/messages/Message.js"), "Message"),
  },
  { path: "/mailbox", area: "mailbox", screen: of(() => import("../screens/mailbox/Mailbox.js"), "Mailbox") },
  { path: "/mailbox/:number", area: "mailbox", screen: of(() => import("../screens/mailbox/Mail.js"), "Mail") },
  { path: "/settings", area: "settings", screen: of(() => import("../screens/settings/Settings.js"), "Settings") },
  {
    path: "/settings/:tab",
    area: "settings",
    screen: of(() => import("../screens/settings/Settings.js"), "Settings"),
  },
];
