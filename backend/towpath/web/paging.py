"""Cursor pages: `{"items": [...], "next": "cursor" | null}`."""

import base64
import binascii
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from towpath.kit.errors import Fault, Invalid

T = TypeVar("T")

NextCursor = Annotated[
    str | None,
    msgspec.Meta(description="Send this as `cursor` to get the next page; null: this was the last."),
]


class Page(msgspec.Struct, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: NextCursor


class BadCursor(Invalid):
    """This page address is not valid; begin with the first page again."""

    code = "bad-cursor"


def encode_cursor(*values: Any) -> str:
    """Return an opaque cursor that holds `values` (JSON-able): the sort key of a page's last row."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).rstrip(b"=").decode()


def decode_cursor(cursor: str | None, *types: type) -> tuple[Any, ...] | None:
    """Return the values of `cursor`, one per type; None for the first page.

    Raises BadCursor for anything that `encode_cursor` did not make of such values.
    """
    if cursor is None:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=tuple.__class_getitem__(types))
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise BadCursor(faults=[Fault("/cursor", BadCursor.title())]) from error
