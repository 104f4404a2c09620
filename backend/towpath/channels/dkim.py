"""DKIM signatures (RFC 6376, RFC 8463): relaxed headers, simple body, by the `cryptography` library."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from towpath.channels.mime import Parts

# RFC 8058 wants both List-Unsubscribe headers under the signature.
_SIGNED: Final = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"list-id", b"list-unsubscribe",
    b"list-unsubscribe-post", b"feedback-id", b"mime-version", b"content-type",
)  # fmt: skip
_FOLD: Final = re.compile(rb"\r\n(?=[ \t])")
_SPACE: Final = re.compile(rb"[ \t]+")


class BadKey(ValueError):
    """The file holds no private key that DKIM can use: RSA of 1024 bits or more, or Ed25519, in PEM."""


class DkimSigner:
    """Signs with one key of one domain."""

    def __init__(self, domain: str, selector: str, pem: bytes) -> None:
        self._algorithm, self._sign = _key(pem)
        self._start = (
            f"v=1; a={self._algorithm}; c=relaxed/simple; d={domain};\r\n s={selector}; h="
        ).encode("ascii")

    @classmethod
    def from_file(cls, domain: str, selector: str, path: Path) -> "DkimSigner":
        """Raises BadKey."""
        try:
            return cls(domain, selector, path.read_bytes())
        except OSError as error:
            raise BadKey(f"The DKIM key {path} cannot be read: {error.strerror}.") from error

    def sign(self, parts: Parts) -> bytes:
        """Return the DKIM-Signature header of a message, ready to be put on top of it."""
        headers = _headers(parts.head)
        names = [name for name in _SIGNED if name in headers]
        body_hash = base64.b64encode(hashlib.sha256(_body(parts.body)).digest())
        # From is named once more than it occurs: a second one, added on the way, breaks the signature.
        value = b"".join(
            (self._start, b":\r\n ".join((*names, b"from")), b";\r\n bh=", body_hash, b";\r\n b=")
        )
        covered = b"".join(b"%b:%b\r\n" % (name, headers[name]) for name in names)
        signature = base64.b64encode(self._sign(covered + b"dkim-signature:" + _relaxed(value)))
        lines = b"\r\n ".join(signature[i : i + 72] for i in range(0, len(signature), 72))
        return b"DKIM-Signature: " + value + b"\r\n " + lines + b"\r\n"


def _key(pem: bytes) -> tuple[str, Callable[[bytes], bytes]]:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise BadKey(str(BadKey.__doc__)) from error
    if isinstance(key, Ed25519PrivateKey):
        return "ed25519-sha256", lambda data: key.sign(hashlib.sha256(data).digest())
    if isinstance(key, RSAPrivateKey) and key.key_size >= 1024:
        padding, digest = PKCS1v15(), hashes.SHA256()
        return "rsa-sha256", lambda data: key.sign(data, padding, digest)
    raise BadKey(str(BadKey.__doc__))


def _headers(head: bytes) -> dict[bytes, bytes]:
    """Return the headers by lower-case name, each value unfolded and relaxed."""
    pairs = (line.split(b":", 1) for line in _FOLD.sub(b"", head).split(b"\r\n") if line)
    return {name.lower(): _relaxed(value) for name, value in pairs}


def _relaxed(value: bytes) -> bytes:
    return _SPACE.sub(b" ", _FOLD.sub(b"", value)).strip(b" ")


def _body(body: bytes) -> bytes:
    return body.rstrip(b"\r\n") + b"\r\n"
