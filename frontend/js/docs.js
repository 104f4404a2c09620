/** The API documentation, with "Try it out" on this very installation. */

import { session } from "./http.js";

/* global SwaggerUIBundle */

const SAFE = ["GET", "HEAD", "OPTIONS"];
const person = await session().catch(() => null);

SwaggerUIBundle({
  dom_id: "#docs",
  url: "/api/v1/openapi.json",
  deepLinking: true,
  validatorUrl: null,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
  requestInterceptor: (request) => {
    const isUnsafe = !SAFE.includes((request.method ?? "GET").toUpperCase());
    if (person?.csrf_token && isUnsafe) request.headers["X-CSRF-Token"] = person.csrf_token;
    return request;
  },
});
