"""From a leased delivery to a letter: values, rendering, MIME, signature. No waiting, no database."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from towpath.channels.address import BadAddress, wire_address
from towpath.channels.channel import Letter
from towpath.channels.dkim import DkimSigner
from towpath.channels.mime import BadHeader, Mail, build, date_of
from towpath.contacts.model import TEXT_FIELDS
from towpath.kit.tokens import Signer
from towpath.messages.sheet import MAX_BYTES, BadTemplate, CannotRender, Rendered, Sheet, Wording
from towpath.settings import Settings
from towpath.team.store import WorkspaceFacts

UNSUBSCRIBE: Final = "unsubscribe"
_CACHED: Final = 500
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")

# Who a test is written to, when nobody was chosen.
SAMPLE: Final[Mapping[str, Any]] = {
    "external_id": "sample", "email": "ada@example.com", "phone": "+44 20 7946 0000", "first_name": "Ada",
    "last_name": "Lovelace", "company": "Analytical Engines", "city": "London", "country": "GB", "language": "en",
    "time_zone": "Europe/London",
}  # fmt: skip

# What a made-up contact has in attributes of each type.
_MADE_UP: Final[Mapping[str, Any]] = {
    "text": "Sample", "number": 42, "boolean": True, "date": "2030-01-07", "moment": "2030-01-07T09:00:00+00:00",
}  # fmt: skip


class CannotCompose(ValueError):
    """This delivery cannot become a message; the text is its reason."""


class Surroundings(msgspec.Struct, frozen=True):
    """What is the same for all messages of a batch: the workspace, its time and the true time."""

    workspace: WorkspaceFacts
    now: datetime
    date: str
    # The reader of tests that nobody was chosen for.
    sample: Mapping[str, Any]

    @classmethod
    def at(
        cls, workspace: WorkspaceFacts, now: datetime, real: datetime, types: Mapping[str, str]
    ) -> "Surroundings":
        """`types` of custom attributes, by key, matter only to tests."""
        return cls(workspace, now, date_of(real), sample_of(types))


class Composer:
    """Knows the installation; keeps the compiled sheets of the versions in use."""

    def __init__(self, settings: Settings, signer: Signer) -> None:
        self._base_url = settings.base_url
        self._signer = signer
        self._mailto = settings.unsubscribe_mailto
        self._dkim = dkim_of(settings)
        self._sheets: dict[tuple[int, bool], Sheet | BadTemplate] = {}
        self._wordings: dict[int, Wording] = {}

    def unknown(self, version_ids: set[int]) -> set[int]:
        """Return which of these versions must be learnt before they can be composed."""
        return version_ids - self._wordings.keys()

    def learn(self, wordings: Mapping[int, Wording]) -> None:
        if len(self._wordings) + len(wordings) > _CACHED:
            self._wordings.clear()
            self._sheets.clear()
        self._wordings.update(wordings)

    def letter(self, row: Mapping[str, Any], around: Surroundings) -> Letter:
        """Make the message of a leased delivery (a row of `outbox.take`). Raises CannotCompose."""
        sheet = self._sheet(row["message_version_id"], row["topic_id"] is not None)
        url = f"{self._base_url}/u/{self._signer.make(UNSUBSCRIBE, str(row['id']))}"
        try:
            rendered = sheet.render(values_of(row, around, url))
        except CannotRender as error:
            raise CannotCompose(f"template: {error}") from error
        if rendered.html_bytes > MAX_BYTES:
            size = rendered.html_bytes // 1024
            raise CannotCompose(f"too_large: {size} KB of HTML; mail programs cut off what is over 102 KB")
        try:
            return self._letter(row, around, sheet.wording, rendered, url)
        except (BadAddress, BadHeader) as error:
            raise CannotCompose(f"bad_address: {error}") from error

    def _sheet(self, version_id: int, is_marketing: bool) -> Sheet:
        key = version_id, is_marketing
        if key not in self._sheets:
            try:
                self._sheets[key] = Sheet(self._wordings[version_id], is_marketing=is_marketing)
            except BadTemplate as error:
                self._sheets[key] = error
        sheet = self._sheets[key]
        if isinstance(sheet, BadTemplate):
            raise CannotCompose(f"template: line {sheet.line}: {sheet.detail}")
        return sheet

    def _letter(
        self, row: Mapping[str, Any], around: Surroundings, wording: Wording, rendered: Rendered, url: str
    ) -> Letter:
        workspace, to = around.workspace, wire_address(row["address"])
        sender = wire_address(wording.from_address or workspace.from_address or self._fallback_sender())
        domain = sender.rpartition("@")[2]
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"towpath:{workspace.epoch}:{row['id']}")
        topic = row["topic_slug"]
        mail = Mail(
            key=key.hex,
            message_id=f"<{key}@{domain}>",
            date=around.date,
            from_name=wording.from_name or workspace.from_name,
            from_address=sender,
            to=to,
            subject=f"[Test] {rendered.subject}" if row["is_test"] else rendered.subject,
            html=rendered.html,
            text=rendered.text,
            reply_to=wire_address(workspace.reply_to) if workspace.reply_to else "",
            unsubscribe=self._unsubscribe(url) if topic else (),
            list_id=f"{topic}.lists.{domain}" if topic else "",
            feedback_id=_feedback_id(row, key=workspace.epoch),
        )
        parts = build(mail)
        content = parts.content(self._dkim.sign(parts) if self._dkim else b"")
        return Letter(row["id"], row["fence"], sender, to, content)

    def _unsubscribe(self, url: str) -> tuple[str, ...]:
        return (url, f"mailto:{self._mailto}") if self._mailto else (url,)

    def _fallback_sender(self) -> str:
        host = urlsplit(self._base_url).hostname or ""
        if host in _LOCAL:
            return "towpath@localhost"
        raise CannotCompose(
            "no_sender: no sender's address is set; set one in the settings or in the message"
        )


def dkim_of(settings: Settings) -> DkimSigner | None:
    """Return the signer that the settings name, if any. Raises BadKey."""
    if settings.dkim_domain and settings.dkim_key_file:
        return DkimSigner.from_file(settings.dkim_domain, settings.dkim_selector, settings.dkim_key_file)
    return None


def values_of(row: Mapping[str, Any], around: Surroundings, url: str) -> dict[str, Any]:
    """Return what templates see of a leased delivery: plain dicts, lists, texts and numbers."""
    brought = row["values"] or {}
    return {
        **shared_values(around.workspace, around.now, url),
        "contact": contact_of(row) if row["contact_id"] is not None else around.sample,
        "data": brought,
        "event": brought,
        "topic": {"slug": row["topic_slug"] or ""},
    }


def shared_values(workspace: WorkspaceFacts, now: datetime, url: str) -> dict[str, Any]:
    """Return the values that are not about the contact."""
    return {
        "workspace": {
            "name": workspace.name, "postal_address": workspace.postal_address, "from_name": workspace.from_name,
            "time_zone": workspace.time_zone,
        },
        "topic": {"slug": ""},
        "unsubscribe_url": url,
        "preferences_url": url,
        "now": now.isoformat(),
    }  # fmt: skip


def sample_of(types: Mapping[str, str]) -> dict[str, Any]:
    """Return a made-up contact, with a value in every custom attribute (`types` by key)."""
    return {key: _MADE_UP[kind] for key, kind in types.items()} | SAMPLE


def contact_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a contact as templates see it: built-in fields that are set, and custom attributes beside them."""
    contact: dict[str, Any] = dict(row["attributes"])
    for name in TEXT_FIELDS:
        value = row[name]
        if value is not None:
            contact[name] = value
    contact["created_at"] = row["contact_created_at"].isoformat()
    return contact


def _feedback_id(row: Mapping[str, Any], *, key: str) -> str:
    """Return four parts, ever coarser: journey, topic, message, and us (Gmail groups complaints by each)."""
    journey = f"journey-{row['journey_id']}" if row["journey_id"] is not None else "direct"
    return f"{journey}:{row['topic_slug'] or 'service'}:{row['message_slug']}:towpath-{key[:6]}"
