"""E-mail by SMTP: connections that are kept and used again, every command awaited by itself.

A letter passes four steps: connect, envelope (MAIL, RCPT), DATA, content. Until the content is written it is
certain that the server has nothing; from the final dot to its reply nobody can know, so a connection lost there
leaves the letter in doubt, and it is never sent again by itself.
"""

import asyncio
import ipaddress
import ssl
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec
from aiosmtplib import SMTP, SMTPException, SMTPHeloError, SMTPResponse

from towpath.channels.breaker import Breaker
from towpath.channels.channel import Letter, Log, Receipt, Verdict
from towpath.channels.replies import Step, receipt_of, refusal, words_of

_PORTS: Final = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")
_OK: Final = 250
_WILL_FORWARD: Final = 251
_START_INPUT: Final = 354
_CLOSING: Final = 421
_LOST: Final = (SMTPException, OSError, TimeoutError)


class Patience(msgspec.Struct, frozen=True):
    """How long to wait, in seconds. Giving up early after the final dot makes doubts (RFC 5321 wants 10 minutes)."""

    connect_s: float = 15
    reply_s: float = 60
    dot_s: float = 600
    # A connection that was idle for longer is tried out before it is used.
    idle_s: float = 10


class Server(msgspec.Struct, frozen=True):
    """Where a mail server is, from its URL: smtp:// (STARTTLS when offered), smtp+starttls:// or smtps://."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None

    @classmethod
    def of(cls, url: str) -> "Server":
        """Raises ValueError, in words for people."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError(
                "A mail server is given as smtp://, smtp+starttls:// or smtps://user:password@host:port."
            )
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme], user, password)

    @property
    def wants_tls(self) -> bool:
        """TLS is demanded and verified: by the scheme, or because a password would travel over a network."""
        return self.scheme != "smtp" or (self.user is not None and self.host not in _LOCAL)

    def client(self, helo: str, timeout_s: float, context: ssl.SSLContext) -> SMTP:
        start_tls = {"smtp+starttls": True, "smtps": False}.get(self.scheme, True if self.wants_tls else None)
        return SMTP(
            hostname=self.host, port=self.port, username=self.user, password=self.password, local_hostname=helo,
            use_tls=self.scheme == "smtps", start_tls=start_tls, timeout=timeout_s, tls_context=context,
        )  # fmt: skip

    def context(self) -> ssl.SSLContext:
        """Read the trusted certificates; takes a while, so once is enough."""
        context = ssl.create_default_context()
        if not self.wants_tls:
            # Encrypting to somebody unknown is still better than clear text, which is the alternative here.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


class Smtp:
    """The route to one mail server. `host` is the name that we greet it with."""

    def __init__(self, url: str, *, host: str = "localhost", patience: Patience | None = None) -> None:
        self.server = Server.of(url)
        self.patience = patience or Patience()
        self.breaker = Breaker(url, lambda: asyncio.get_running_loop().time())
        self._host = _helo_name(host)
        self._context = self.server.context()

    @property
    def closed_for_s(self) -> float:
        return self.breaker.closed_for_s

    @property
    def is_doubtful(self) -> bool:
        return self.breaker.is_doubtful

    def line(self) -> "SmtpLine":
        return SmtpLine(self)

    def client(self) -> SMTP:
        return self.server.client(self._host, self.patience.reply_s, self._context)


def _helo_name(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host if host.isascii() and host else "localhost"
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"


class SmtpLine:
    """One connection to the server, opened when it is first needed."""

    def __init__(self, route: Smtp) -> None:
        self._route = route
        self._smtp = route.client()
        self._used_at = 0.0
        self._is_clean = True

    async def send(self, letter: Letter, log: Log) -> Receipt:
        """Try once; twice if the server had meanwhile closed a connection that was kept."""
        was_kept = self._smtp.is_connected
        try:
            await self._ready()
        except _LOST as error:
            self._smtp.close()
            return self._settled(receipt_of(letter, Verdict.UNTRIED, f"route: {_words(error)}"))
        try:
            receipt = await self._envelope(letter) or await self._content(letter, log)
        except _Gone as error:
            self._smtp.close()
            if was_kept:
                return await self.send(letter, log)
            self._route.breaker.failed()
            return receipt_of(letter, Verdict.DEFERRED, f"refused_for_now: {error}")
        return self._settled(receipt)

    async def close(self) -> None:
        try:
            async with asyncio.timeout(2):
                if self._smtp.is_connected:
                    await self._smtp.quit()
        except _LOST:
            pass
        finally:
            self._smtp.close()

    async def _ready(self) -> None:
        """Have a connection on which a new letter may begin."""
        if self._smtp.is_connected:
            idle = asyncio.get_running_loop().time() - self._used_at
            if self._is_clean and idle < self._route.patience.idle_s:
                return
            try:
                await self._smtp.rset()
            except _LOST:
                self._smtp.close()
            else:
                self._is_clean = True
                return
        await self._connect()

    async def _connect(self) -> None:
        await self._smtp.connect(timeout=self._route.patience.connect_s)
        if self._smtp.is_ehlo_or_helo_needed:
            try:
                await self._smtp.ehlo()
            except SMTPHeloError:
                await self._smtp.helo()
        self._is_clean = True

    async def _envelope(self, letter: Letter) -> Receipt | None:
        """Say from whom and to whom. None: the server agreed."""
        reply = await self._command(b"MAIL", b"FROM:<%b>" % letter.sender.encode("ascii"))
        if reply.code != _OK:
            return refusal(letter, Step.SENDER, reply)
        reply = await self._command(b"RCPT", b"TO:<%b>" % letter.recipient.encode("ascii"))
        return None if reply.code in (_OK, _WILL_FORWARD) else refusal(letter, Step.RECIPIENT, reply)

    async def _content(self, letter: Letter, log: Log) -> Receipt:
        log.begun(letter.id, letter.fence)
        try:
            reply = await self._command(b"DATA")
        except _Gone:
            log.refused(letter.id, letter.fence)
            raise
        if reply.code == _START_INPUT:
            try:
                reply = await self._write(letter.content)
            except _LOST as error:
                self._smtp.close()
                return receipt_of(letter, Verdict.IN_DOUBT, f"no_reply: {_words(error)}")
            if reply.code == _OK:
                log.done(letter.id, letter.fence)
                return receipt_of(letter, Verdict.SENT)
        log.refused(letter.id, letter.fence)
        if reply.code == _CLOSING:
            self._smtp.close()
        return refusal(letter, Step.CONTENT, reply)

    async def _command(self, *words: bytes) -> SMTPResponse:
        """Raises _Gone when the connection was lost, or is about to be."""
        try:
            reply = await self._smtp.execute_command(*words)
        except _LOST as error:
            raise _Gone(_words(error)) from error
        if reply.code == _CLOSING:
            raise _Gone(words_of(reply))
        return reply

    async def _write(self, content: bytes) -> SMTPResponse:
        protocol = self._smtp.protocol
        if protocol is None:
            raise ConnectionResetError("Connection lost")
        protocol.write(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        return await protocol.read_response(timeout=self._route.patience.dot_s)

    def _settled(self, receipt: Receipt) -> Receipt:
        """Learn from a receipt about the route and the connection."""
        self._used_at = asyncio.get_running_loop().time()
        self._is_clean = receipt.verdict is Verdict.SENT
        if receipt.verdict is Verdict.UNTRIED:
            self._route.breaker.failed(surely=True)
        elif receipt.verdict is Verdict.IN_DOUBT:
            self._route.breaker.failed()
        else:
            self._route.breaker.worked()
        return receipt


class _Gone(Exception):
    """The connection was lost while it was still certain that the server had nothing."""


def _words(error: BaseException) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:200]
