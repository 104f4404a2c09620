/** The first page after signing in: journeys, and what would have been sent. */

import { byId, el, moment } from "./dom.js";
import { change, get, Problem, session } from "./http.js";

const STATES = { draft: "Draft", live: "Live", paused: "Paused", archived: "Archived" };
const SIGN_IN = "/sign-in";
const count = new Intl.NumberFormat();

async function begin() {
  const person = await session();
  if (!person) {
    location.replace(SIGN_IN);
    return;
  }
  byId("person").textContent = person.name;
  byId("sign-out").addEventListener("click", leave);
  byId("main").hidden = false;
  await Promise.all([
    named(),
    fill("journeys", "/journeys", journeys),
    fill("mailbox", "/mailbox", mailbox),
  ]);
}

async function leave() {
  await change("DELETE", "/session");
  location.replace(SIGN_IN);
}

async function named() {
  const workspace = await get("/workspace");
  byId("workspace").textContent = workspace.name;
  document.title = workspace.name;
}

/** Fill a part of the page; one that fails says so and leaves the others be. */
async function fill(id, path, show) {
  const place = byId(id);
  try {
    const page = await get(path);
    place.replaceChildren(...show(page));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    place.replaceChildren(el("p", { class: "notice" }, error.message));
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function journeys({ items }) {
  if (items.length === 0) {
    return [
      empty(
        "No journeys yet",
        "A journey leads each contact from a first moment to the next message. Begin with a ready-made one: in the folder of Towpath, run",
        "towpath flow import flows/welcome-series/flow.json",
      ),
    ];
  }
  return items.map((journey) =>
    el(
      "article",
      { class: "panel journey" },
      el(
        "div",
        null,
        el("h2", null, journey.name, el("span", { class: `state ${journey.state}` }, STATES[journey.state] ?? journey.state)),
        journey.description ? el("p", null, journey.description) : null,
      ),
      counts(journey.people),
    ),
  );
}

function counts(people) {
  const alarm = people.set_aside > 0 ? number("Set aside", people.set_aside, "alarm") : null;
  return el("dl", { class: "counts" }, alarm, number("Inside", people.inside), number("Finished", people.ended));
}

function number(label, value, kind = "") {
  return el("div", { class: kind }, el("dt", null, label), el("dd", null, count.format(value)));
}

function mailbox({ items }) {
  if (items.length === 0) {
    return [
      empty(
        "Nothing has been sent",
        "As soon as a journey sends, its messages show here. With a mail server in TOWPATH_SMTP_URL they go out to people instead.",
      ),
    ];
  }
  const rows = items.map((mail) =>
    el(
      "div",
      { class: "mail" },
      el("span", { class: "to" }, mail.recipient),
      el("span", { class: "subject" }, mail.subject || "(no subject)"),
      moment(mail.received_at),
    ),
  );
  return [el("div", { class: "panel" }, ...rows)];
}

function empty(title, words, command) {
  return el("div", { class: "empty" }, el("h2", null, title), el("p", null, words), command ? el("code", null, command) : null);
}

begin().catch((error) => {
  if (!(error instanceof Problem)) throw error;
  byId("main").hidden = false;
  const notice = byId("notice");
  notice.textContent = error.message;
  notice.hidden = false;
});
