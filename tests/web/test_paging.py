"""Cursors say where a page ended, and nothing else."""

from datetime import UTC, datetime

import pytest

from towpath.web.paging import BadCursor, decode_cursor, encode_cursor


def test_a_cursor_gives_back_what_it_was_made_of() -> None:
    moment = datetime(2030, 1, 7, tzinfo=UTC)

    assert decode_cursor(encode_cursor(7), int) == (7,)
    assert decode_cursor(encode_cursor(moment, 7, "ü"), datetime, int, str) == (moment, 7, "ü")
    assert decode_cursor(None, int) is None


@pytest.mark.parametrize("cursor", ["", "x", "!", encode_cursor("text"), encode_cursor(1, 2), "ñ", "null"])
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(cursor, int)
