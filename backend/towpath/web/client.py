"""Which machine a request comes from."""

from litestar.connection import ASGIConnection


def client_address(connection: ASGIConnection, trusted_proxies: int) -> str:
    """Return the client's address.

    X-Forwarded-For counts only as far as our own proxies wrote it: with two of them, the second entry from the right.
    """
    own = connection.client.host if connection.client else "unknown"
    if trusted_proxies == 0:
        return own
    forwarded = [
        part.strip()
        for value in connection.headers.getall("x-forwarded-for", [])
        for part in value.split(",")
    ]
    return forwarded[-trusted_proxies] if len(forwarded) >= trusted_proxies else own
