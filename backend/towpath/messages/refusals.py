"""Why a message was not sent, in words for people."""

from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, str]] = {
    "unsubscribed": "unsubscribed from “{topic}”",
    "no_consent": "never subscribed to “{topic}”",
    "suppressed": "the address is on the suppression list",
    "no_address": "there is no e-mail address",
    "paused": "the journey is paused",
}


def words_of(reason: str | None, topic: str | None) -> str:
    """Say the reason of a delivery; one that has no words here is said as it is."""
    known = _WORDS.get(reason or "")
    return known.format(topic=topic) if known else reason or ""
