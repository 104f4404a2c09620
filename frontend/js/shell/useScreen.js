/** The screen of the present address. The one before it stays until the new one's module is there, for a moment at most. */

import { useEffect, useMemo, useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Empty, Failure, Loading } from "../ui/States.js";
import { go, matched, usePlace } from "./router.js";
import { ROUTES } from "./screens.js";

/** @import {ComponentType} from "react" */
/** @import {Route} from "./screens.js" */

/** @typedef {{path: string, route: Route | null, values: Record<string, unknown>, screen: ComponentType<any>}} Shown */

/** From when on waiting is shown. */
const PATIENCE_MS = 250;

/** @returns {Shown} */
export function useScreen() {
  const { path } = usePlace();
  const found = useMemo(() => screenAt(path), [path]);
  const [shown, show] = useState(/** @type {Shown} */ ({ ...found, screen: found.route ? Loading : NotFound }));
  useEffect(() => {
    const { route } = found;
    if (!route) return show({ ...found, screen: NotFound });
    let isOver = false;
    const put = (/** @type {ComponentType<any>} */ screen, values = found.values) =>
      isOver || show({ path, route, values, screen });
    const slow = setTimeout(() => put(Loading), PATIENCE_MS);
    route
      .load()
      .then((screen) => put(screen))
      .catch((error) => put(Failure, { error, onRetry: () => location.reload() }))
      .finally(() => clearTimeout(slow));
    return () => {
      isOver = true;
      clearTimeout(slow);
    };
  }, [found, path]);
  return shown;
}

/** @param {string} path @returns {Omit<Shown, "screen">} */
function screenAt(path) {
  for (const route of ROUTES) {
    const values = matched(route.path, path);
    if (values) return { path, route, values };
  }
  return { path, route: null, values: {} };
}

function NotFound() {
  return html`<div className="page">${h(
    Empty,
    { icon: "map", title: t("shell.notFound"), text: t("shell.notFoundText"), isWhole: true },
    h(Button, { kind: "primary", onClick: () => go("/") }, t("shell.toHome")),
  )}</div>`;
}
