/** A form that is sent as JSON; what is wrong is said beside the field that it concerns. */

import { change, Problem } from "../api/http.js";
import { t } from "../kit/text.js";
import { byId, el } from "./dom.js";

/**
 * Send the page's form to `path` when it is submitted.
 * @param {string} path
 * @param {{extra?: object, done: (answer: any) => void}} options `extra` goes along with the fields
 */
export function bindForm(path, { extra = {}, done }) {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
  for (const input of inputs(form)) input.addEventListener("input", () => clear(input));
  showPasswords(form);
  countPasswords(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true" || !complete(form)) return;
    button.setAttribute("aria-busy", "true");
    byId("notice").hidden = true;
    try {
      const fields = Object.fromEntries(inputs(form).map((input) => [input.name, input.value]));
      done(await change("POST", path, { ...fields, ...extra }));
    } catch (error) {
      show(form, error);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

/**
 * Say something about the whole form.
 * @param {string} text
 */
export function notice(text) {
  const place = byId("notice");
  place.textContent = text;
  place.hidden = false;
}

/** @param {HTMLFormElement} form */
const inputs = (form) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input")]);

/** @param {HTMLFormElement} form */
function complete(form) {
  const empty = inputs(form).filter((input) => input.required && !input.value.trim());
  for (const input of empty) mark(input, t("ui.missing"));
  empty[0]?.focus();
  return empty.length === 0;
}

/** @param {HTMLFormElement} form @param {unknown} error */
function show(form, error) {
  if (!(error instanceof Problem)) throw error;
  /** @type {string[]} */
  const unplaced = [];
  for (const fault of error.errors) {
    const input = inputs(form).find((candidate) => fault.pointer === `/${candidate.name}`);
    if (input) mark(input, fault.detail);
    else unplaced.push(fault.detail);
  }
  if (error.errors.length === 0) unplaced.push(error.message);
  if (unplaced.length > 0) notice(unplaced.join(" "));
  inputs(form)
    .find((input) => input.matches("[aria-invalid=true]"))
    ?.focus();
}

/** @param {HTMLInputElement} input @param {string} text */
function mark(input, text) {
  clear(input);
  const error = el("p", { class: "error", id: `${input.id}-error` }, text);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", [input.dataset.hint, error.id].filter(Boolean).join(" "));
  input.closest(".field")?.append(error);
}

/** @param {HTMLInputElement} input */
function clear(input) {
  input.removeAttribute("aria-invalid");
  if (input.dataset.hint) input.setAttribute("aria-describedby", input.dataset.hint);
  else input.removeAttribute("aria-describedby");
  document.getElementById(`${input.id}-error`)?.remove();
}

/** Buttons that show what is typed into a password field.
 * @param {HTMLFormElement} form */
function showPasswords(form) {
  for (const button of form.querySelectorAll("button")) {
    if (!button.dataset.shows) continue;
    const input = /** @type {HTMLInputElement} */ (byId(button.dataset.shows));
    button.addEventListener("click", () => {
      const isHidden = input.type === "password";
      input.type = isHidden ? "text" : "password";
      button.textContent = t(isHidden ? "door.hide" : "door.show");
      button.setAttribute("aria-label", t(isHidden ? "door.hidePassword" : "door.showPassword"));
    });
  }
}

/** Beside a new password: how much is missing while one types.
 * @param {HTMLFormElement} form */
function countPasswords(form) {
  for (const input of inputs(form)) {
    const { least, hint } = input.dataset;
    if (!least || !hint) continue;
    input.addEventListener("input", () => {
      const missing = Number(least) - [...input.value].length;
      byId(hint).textContent = !input.value
        ? t("door.hint")
        : missing > 0
          ? t("door.tooShort", { n: missing })
          : t("door.longEnough");
      byId(hint).classList.toggle("good", Boolean(input.value) && missing <= 0);
    });
  }
}
