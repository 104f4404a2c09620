"""Encryption and signing in, with a server that can both."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.channels.test_smtp import LETTER, QUICK, Notes

from towpath.channels.channel import Receipt, Verdict
from towpath.channels.smtp import Smtp


@dataclass
class Server:
    """A mail server with a certificate that nobody has signed; it asks for a name and a password over TLS."""

    port: int
    certificate: Path
    was_encrypted: list[bool]
    demands_sign_in: bool = False


def self_signed(folder: Path) -> Path:
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    began = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return path


class Handler:
    def __init__(self) -> None:
        self.was_encrypted: list[bool] = []

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.was_encrypted.append(session.ssl is not None)
        return "250 OK"


def accept(server: SMTP, session: object, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"us er", b"p@ss:word"))


async def listen(folder: Path, **options: Any) -> tuple[Server, asyncio.Server]:
    certificate = self_signed(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    handler = Handler()
    make = partial(SMTP, handler, hostname="localhost", tls_context=context, authenticator=accept, **options)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    return Server(server.sockets[0].getsockname()[1], certificate, handler.was_encrypted), server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    described, server = await listen(tmp_path)
    yield described
    server.close()


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Server]:
    described, server = await listen(tmp_path, auth_required=True)
    yield described
    server.close()


async def once(url: str) -> Receipt:
    line = Smtp(url, patience=QUICK).line()
    try:
        return await line.send(LETTER, Notes())
    finally:
        await line.close()


async def test_encryption_is_used_where_it_is_offered(server: Server) -> None:
    receipt = await once(f"smtp://127.0.0.1:{server.port}")

    assert receipt.verdict is Verdict.SENT
    assert server.was_encrypted == [True]


async def test_a_certificate_that_nobody_signed_is_refused_where_encryption_is_demanded(
    server: Server,
) -> None:
    receipt = await once(f"smtp+starttls://127.0.0.1:{server.port}")

    assert receipt.verdict is Verdict.UNTRIED
    assert receipt.reason is not None
    assert "certificate" in receipt.reason.lower()
    assert server.was_encrypted == []


async def test_a_certificate_that_we_trust_is_accepted(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))

    receipt = await once(f"smtp+starttls://127.0.0.1:{server.port}")

    assert receipt.verdict is Verdict.SENT
    assert server.was_encrypted == [True]


async def test_name_and_password_come_from_the_url(strict: Server) -> None:
    receipt = await once(f"smtp://us%20er:p%40ss%3Aword@127.0.0.1:{strict.port}")

    assert receipt.verdict is Verdict.SENT


async def test_a_wrong_password_is_the_routes_fault_and_no_letters(strict: Server) -> None:
    for url in (f"smtp://us%20er:wrong@127.0.0.1:{strict.port}", f"smtp://127.0.0.1:{strict.port}"):
        receipt = await once(url)

        assert receipt.verdict is Verdict.UNTRIED
        assert receipt.reason is not None
        assert receipt.reason.startswith("route: ")
    assert strict.was_encrypted == []
