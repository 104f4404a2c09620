"""Pages that listen: whatever a browser complains of while a test runs fails the test."""

import re

from playwright.async_api import BrowserContext, ConsoleMessage, Request

# The policy's violations reach the console only while it is watched; this says each of them aloud, in frames too.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} forbids ${event.blockedURI || event.sample}`));
"""


class Complaints:
    """What was heard: console errors, errors of pages, requests that failed or went to another house."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._heard: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, *patterns: str) -> None:
        """Let complaints that match be part of the story."""
        self._expected += [re.compile(pattern) for pattern in patterns]

    @property
    def left(self) -> list[str]:
        """What nobody expected."""
        return [said for said in self._heard if not any(known.search(said) for known in self._expected)]

    def take(self) -> list[str]:
        """Return what is left, and forget all of it."""
        left, self._heard = self.left, []
        return left

    async def watch(self, context: BrowserContext) -> None:
        await context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._hear(f"error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)

    def _hear(self, said: str) -> None:
        self._heard.append(said)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            at = message.location.get("url", "").removeprefix(self._origin)
            self._hear(f"console {message.type}: {message.text} ({at})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._origin, "data:", "blob:", "about:")):
            self._hear(f"another origin: {request.url}")

    def _failed(self, request: Request) -> None:
        # What was under way when the page was left, or was given up by us, is nobody's fault.
        if request.failure != "net::ERR_ABORTED":
            self._hear(f"failed: {request.method} {request.url} {request.failure}")
