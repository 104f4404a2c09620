"""A mail server that keeps only who got what: fast, and as unkind as it is told to be.

    python backend/bench/smtp_sink.py --port 2525 --log accepted.txt

Each accepted message is one line `Message-ID recipient` in the log, written before the reply, by a single append:
whatever happens to the sender, the log says what really arrived.
"""

import argparse
import asyncio
import os
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path

MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"<([^>]*)>")


@dataclass
class Manners:
    """How the server behaves. `*_share` is every n-th time; 0: never."""

    drop_after_dot: int = 0
    keep_dropped: bool = True
    refuse_rcpt: int = 0
    rcpt_reply: bytes = b"550 5.1.1 No such user"
    strangers: set[bytes] = field(default_factory=set)
    drop_at: str = ""
    delay_s: float = 0.0
    delay_after_dot_s: float = 0.0
    has_esmtp: bool = True
    # Remember verbs, messages and open connections, for tests.
    is_curious: bool = True
    seen: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    sessions: set["Session"] = field(default_factory=set)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class Session(asyncio.Protocol):
    """One connection. Commands are answered as they come, so pipelining works too."""

    def __init__(self, log: int, manners: Manners, counts: dict[str, int]) -> None:
        self.log, self.manners, self.counts = log, manners, counts
        self.buffer = b""
        self.recipient = b""
        self.is_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.manners.sessions.add(self)
        self.transport.write(b"220 sink ESMTP\r\n" if self.manners.has_esmtp else b"220 sink\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        self.manners.sessions.discard(self)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.buffer and not self.transport.is_closing():
            end = self.buffer.find(b"\r\n.\r\n" if self.is_data else b"\r\n")
            if end < 0:
                return
            if self.is_data:
                message, self.buffer = self.buffer[: end + 2], self.buffer[end + 5 :]
                self.is_data = False
                self.accept(message)
            else:
                line, self.buffer = self.buffer[:end], self.buffer[end + 2 :]
                self.command(line)

    def command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if self.manners.is_curious:
            self.manners.seen.append(verb.decode("ascii", "replace"))
        if self.manners.drop_at.encode() == verb:
            self.transport.abort()
            return
        if verb == b"RCPT":
            self.rcpt(line)
        elif verb == b"DATA":
            self.is_data = True
            self.reply(b"354 go on")
        elif verb == b"EHLO" and not self.manners.has_esmtp:
            self.reply(b"502 what?")
        elif verb == b"QUIT":
            self.reply(b"221 bye")
            self.transport.close()
        else:
            self.reply(b"250 ok")

    def rcpt(self, line: bytes) -> None:
        found = ADDRESS.search(line)
        self.recipient = found[1] if found else b"?"
        self.counts["rcpt"] += 1
        share = self.manners.refuse_rcpt
        refused = (share and self.counts["rcpt"] % share == 0) or self.recipient in self.manners.strangers
        self.reply(self.manners.rcpt_reply if refused else b"250 ok")

    def accept(self, message: bytes) -> None:
        self.counts["data"] += 1
        self.manners.arrived.set()
        if self.manners.is_curious:
            self.manners.messages.append(message.replace(b"\r\n..", b"\r\n."))
        share = self.manners.drop_after_dot
        drops = bool(share) and self.counts["data"] % share == 0
        if not drops or self.manners.keep_dropped:
            found = MESSAGE_ID.search(message)
            os.write(self.log, (found[1] if found else b"?") + b" " + self.recipient + b"\n")
        if drops:
            self.transport.abort()
        else:
            self.reply(b"250 2.0.0 kept", self.manners.delay_after_dot_s)

    def reply(self, line: bytes, more_s: float = 0.0) -> None:
        if self.manners.delay_s or more_s:
            asyncio.get_running_loop().call_later(self.manners.delay_s + more_s, self.send, line)
        else:
            self.send(line)

    def send(self, line: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(line + b"\r\n")


async def listen(port: int, log: Path, manners: Manners, *, host: str = "127.0.0.1") -> asyncio.Server:
    """Start a sink; port 0 takes a free one."""
    fd = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    counts = {"rcpt": 0, "data": 0}
    return await asyncio.get_running_loop().create_server(lambda: Session(fd, manners, counts), host, port)


async def shut(server: asyncio.Server, manners: Manners) -> None:
    """Stop a sink and hang up on everybody."""
    server.close()
    for session in list(manners.sessions):
        session.transport.abort()
    while manners.sessions:
        await asyncio.sleep(0)


async def main(args: argparse.Namespace) -> None:
    manners = Manners(
        drop_after_dot=args.drop_after_dot, refuse_rcpt=args.refuse_rcpt, rcpt_reply=args.rcpt_reply.encode(),
        drop_at=args.drop_at.upper(), delay_s=args.delay, has_esmtp=not args.no_esmtp, is_curious=False,
    )  # fmt: skip
    server = await listen(args.port, args.log, manners)
    print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await shut(server, manners)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=0, help="0: any free one, which is printed")
    parser.add_argument(
        "--log", type=Path, required=True, help="one line per accepted message is appended here"
    )
    parser.add_argument(
        "--drop-after-dot", type=int, default=0, metavar="N", help="keep every N-th message, never reply"
    )
    parser.add_argument("--refuse-rcpt", type=int, default=0, metavar="N", help="refuse every N-th recipient")
    parser.add_argument(
        "--rcpt-reply", default="550 5.1.1 No such user", help="what a refused recipient is told"
    )
    parser.add_argument("--drop-at", default="", metavar="VERB", help="hang up at this command, such as MAIL")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS", help="wait before each reply")
    parser.add_argument("--no-esmtp", action="store_true", help="know HELO only")
    return parser


if __name__ == "__main__":
    try:
        import uvloop

        uvloop.run(main(parser().parse_args()))
    except ImportError:
        asyncio.run(main(parser().parse_args()))
