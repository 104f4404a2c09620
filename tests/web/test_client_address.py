"""X-Forwarded-For counts only as far as our own proxies wrote it."""

import pytest
from litestar.connection import ASGIConnection

from towpath.web.client import client_address


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "203.0.113.1", "10.0.0.9"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "1.1.1.1, 203.0.113.1", "203.0.113.1"),
        (2, "1.1.1.1, 203.0.113.1, 10.0.0.8", "203.0.113.1"),
        (2, "203.0.113.1", "10.0.0.9"),
        (1, "", "10.0.0.9"),
    ],
)
def test_whose_word_counts(trusted: int, forwarded: str, address: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    connection = ASGIConnection({"type": "http", "headers": headers, "client": ("10.0.0.9", 1)})  # type: ignore[arg-type]

    assert client_address(connection, trusted) == address
