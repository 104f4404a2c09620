"""Signed tokens for links that leave the house: bound to a purpose, unguessable, no ids in clear."""

import base64
import hashlib
import hmac

from towpath.kit.errors import NotFound

_MAC_BYTES = 16


class BadToken(NotFound):
    """This link is not valid."""

    code = "bad-token"


class Signer:
    """Makes and reads tokens with keys derived from the one secret of the installation."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def key(self, purpose: str) -> bytes:
        """Return 32 bytes for `purpose`; different purposes never share a key."""
        return hmac.digest(self._secret, f"towpath.{purpose}".encode(), hashlib.sha256)

    def make(self, purpose: str, payload: str) -> str:
        """Return a URL-safe token that carries `payload` (readable, not changeable)."""
        body = payload.encode()
        mac = hmac.digest(self.key(purpose), body, hashlib.sha256)[:_MAC_BYTES]
        return base64.urlsafe_b64encode(mac + body).rstrip(b"=").decode()

    def read(self, purpose: str, token: str) -> str:
        """Return the payload. Raises BadToken, in the same time whatever is wrong."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise BadToken from None
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        expected = hmac.digest(self.key(purpose), body, hashlib.sha256)[:_MAC_BYTES]
        if not hmac.compare_digest(mac, expected):
            raise BadToken
        try:
            return body.decode()
        except UnicodeDecodeError:
            raise BadToken from None
