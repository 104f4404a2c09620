/** The API documentation, with "Try it out" on this very installation. */

import { openSession } from "../api/session.js";

/** @typedef {{method?: string, headers: Record<string, string>}} Outgoing */

const SAFE = ["GET", "HEAD", "OPTIONS"];
const person = await openSession().catch(() => null);

/** @type {any} a script of its own, before this one */
const { SwaggerUIBundle } = globalThis;
SwaggerUIBundle({
  dom_id: "#docs",
  url: "/api/v1/openapi.json",
  deepLinking: true,
  validatorUrl: null,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
  requestInterceptor: (/** @type {Outgoing} */ request) => {
    const isUnsafe = !SAFE.includes((request.method ?? "GET").toUpperCase());
    if (person?.csrf_token && isUnsafe) request.headers["X-CSRF-Token"] = person.csrf_token;
    return request;
  },
});
