"""Signatures that somebody else's verifier accepts."""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import dkim
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.channels.test_mime import PLAIN, with_

from towpath.channels.dkim import BadKey, DkimSigner
from towpath.channels.mime import Mail, build

DnsFunction = Callable[..., bytes]


class VerifyKey:
    """What dkimpy takes from PyNaCl, on the cryptography library."""

    def __init__(self, key: bytes, encoder: object) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))

    def verify(self, data: bytes, signature: bytes) -> None:
        try:
            self._key.verify(signature, data)
        except InvalidSignature as error:
            raise ValueError from error


@pytest.fixture(autouse=True)
def _without_pynacl(monkeypatch: pytest.MonkeyPatch) -> None:
    nacl = SimpleNamespace(
        signing=SimpleNamespace(VerifyKey=VerifyKey),
        encoding=SimpleNamespace(Base64Encoder=None),
        exceptions=SimpleNamespace(BadSignatureError=ValueError, ValueError=ValueError),
    )
    monkeypatch.setattr(dkim, "nacl", nacl, raising=False)


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def key(request: pytest.FixtureRequest) -> RSAPrivateKey | Ed25519PrivateKey:
    return generate_rsa(65537, 2048) if request.param == "rsa" else Ed25519PrivateKey.generate()


def pem_of(key: object) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]


@pytest.fixture
def signer(key: RSAPrivateKey | Ed25519PrivateKey, tmp_path: Path) -> DkimSigner:
    path = tmp_path / "key.pem"
    path.write_bytes(pem_of(key))
    return DkimSigner.from_file("mail.example", "towpath", path)


@pytest.fixture
def dns(key: RSAPrivateKey | Ed25519PrivateKey) -> DnsFunction:
    if isinstance(key, RSAPrivateKey):
        kind, public = b"rsa", key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        kind, public = b"ed25519", key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def answer(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"towpath._domainkey.mail.example."
        return b"v=DKIM1; k=" + kind + b"; p=" + base64.b64encode(public)

    return answer


def signed(mail: Mail, signer: DkimSigner) -> bytes:
    parts = build(mail)
    return parts.content(signer.sign(parts))


MAILS = [
    PLAIN,
    with_(
        subject="Größe " * 30, from_name="Ünïcode", unsubscribe=("https://x.example/u", "mailto:a@x.example")
    ),
    with_(html="", text="", unsubscribe=(), list_id="", feedback_id=""),
    with_(text="ends with empty lines\n\n\n", html="  spaces  and\ttabs  \n", reply_to="help@mail.example"),
]


@pytest.mark.parametrize("mail", MAILS)
def test_the_signature_verifies(mail: Mail, signer: DkimSigner, dns: DnsFunction) -> None:
    assert dkim.verify(signed(mail, signer), dnsfunc=dns)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"Subject: Welcome", b"Subject: Welcome!"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b""),
        (b"<https://mail.example/u/x", b"<https://evil.example/u/x"),
        (b"Hello", b"Goodbye"),
        (b"From: Acme", b"From: Eve <eve@evil.example>\r\nFrom: Acme"),
    ],
)
def test_tampering_is_noticed(signer: DkimSigner, dns: DnsFunction, was: bytes, becomes: bytes) -> None:
    content = signed(PLAIN, signer)
    assert was in content

    assert not dkim.verify(content.replace(was, becomes), dnsfunc=dns)


def test_both_one_click_headers_are_signed_and_from_once_more_than_it_occurs(signer: DkimSigner) -> None:
    head = signed(PLAIN, signer).partition(b"\r\n\r\n")[0]

    names = re.search(rb"h=([^;]*);", head)
    assert names is not None
    covered = [name.strip() for name in names[1].split(b":")]
    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"list-id", b"to", b"subject", b"date"} <= set(
        covered
    )
    assert covered.count(b"from") == 2
    assert b"l=" not in head.partition(b"From:")[0].replace(b"rel=", b"")
    assert all(len(line) <= 78 for line in head.split(b"\r\n") if not line.startswith(b"List-Unsubscribe:"))


def test_other_keys_are_refused() -> None:
    for pem in (b"no key", pem_of(generate_private_key(SECP256R1()))):
        with pytest.raises(BadKey):
            DkimSigner("mail.example", "towpath", pem)
    with pytest.raises(BadKey, match="cannot be read"):
        DkimSigner.from_file("mail.example", "towpath", Path("/nowhere/key.pem"))
