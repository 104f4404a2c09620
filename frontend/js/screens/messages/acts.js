/** What can be done with a message as a whole. */

import { change, get } from "../../api/http.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { confirm } from "../../ui/Dialog.js";
import { sayError, toast } from "../../ui/Toast.js";
import { contentOf, draftOf } from "./content.js";

/** Copy a message and open the copy. @param {string} slug */
export async function duplicate(slug) {
  try {
    const { name, content } = await get(`/messages/${slug}`);
    const copied = t("messages.copyOf", { name });
    const copy = await change("POST", "/messages", { name: copied, content: contentOf(draftOf(name, content)) });
    toast({ text: t("messages.copySaved", { name: copied }), tone: "good" });
    go(`/messages/${copy.slug}`);
  } catch (error) {
    sayError(error);
  }
}

/** Archive a message after asking. @param {string} slug @param {string} name @returns {Promise<boolean>} whether it was done */
export async function putAway(slug, name) {
  const question = {
    title: t("messages.archiveTitle", { name }),
    text: t("messages.archiveText"),
    action: t("messages.archive"),
  };
  if (!(await confirm(question))) return false;
  try {
    await change("PUT", `/messages/${slug}/archive`);
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}
