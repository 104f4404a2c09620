/** All texts in English, one file for each room. Another language is a folder of the same shape. */

import { builder } from "./builder.js";
import { canvas } from "./canvas.js";
import { conditions } from "./conditions.js";
import { contacts } from "./contacts.js";
import { door } from "./door.js";
import { forms } from "./forms.js";
import { gallery } from "./gallery.js";
import { home } from "./home.js";
import { importing } from "./importing.js";
import { journeys } from "./journeys.js";
import { mailbox } from "./mailbox.js";
import { messages } from "./messages.js";
import { outline } from "./outline.js";
import { panel } from "./panel.js";
import { picture } from "./picture.js";
import { segments } from "./segments.js";
import { settings } from "./settings.js";
import { shell } from "./shell.js";
import { ui } from "./ui.js";

export const en = {
  builder,
  canvas,
  conditions,
  contacts,
  door,
  forms,
  gallery,
  home,
  importing,
  journeys,
  mailbox,
  messages,
  outline,
  panel,
  picture,
  segments,
  settings,
  shell,
  ui,
};
