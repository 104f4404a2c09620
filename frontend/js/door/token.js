/** The token of a one-time link: read once, then taken out of the address bar and the history. */

/** @returns {string} */
export function takeToken() {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}
