"""One conversation at a time, with a server that may be as unkind as servers are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from backend.bench.smtp_sink import Manners, listen, shut

from towpath.channels.breaker import Breaker, spread
from towpath.channels.channel import Letter, Receipt, Verdict
from towpath.channels.smtp import Patience, Server, Smtp

CONTENT = b"Message-ID: <m@x.example>\r\nSubject: x\r\n\r\n.\r\n..two\r\nbody\r\n"
LETTER = Letter(7, 3, "a@x.example", "b@y.example", CONTENT)
QUICK = Patience(connect_s=1, reply_s=1, dot_s=0.5, idle_s=10)


@dataclass
class Notes:
    """A log that is only remembered."""

    lines: list[str] = field(default_factory=list)

    def begun(self, delivery: int, fence: int) -> None:
        self.lines.append(f"begun {delivery} {fence}")

    def refused(self, delivery: int, fence: int) -> None:
        self.lines.append(f"refused {delivery} {fence}")

    def done(self, delivery: int, fence: int) -> None:
        self.lines.append(f"done {delivery} {fence}")


class Sink:
    def __init__(self, log: Path) -> None:
        self.manners, self.log = Manners(), log

    async def start(self) -> None:
        self.server = await listen(0, self.log, self.manners)
        self.url = f"smtp://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def count(self) -> int:
        return len(self.log.read_text().splitlines())


@pytest.fixture
async def sink(tmp_path: Path) -> AsyncIterator[Sink]:
    sink = Sink(tmp_path / "log")
    await sink.start()
    yield sink
    await shut(sink.server, sink.manners)


async def once(url: str, notes: Notes | None = None) -> Receipt:
    line = Smtp(url, patience=QUICK).line()
    try:
        return await line.send(LETTER, notes or Notes())
    finally:
        await line.close()


async def test_a_letter_is_sent_and_noted_before_and_after(sink: Sink) -> None:
    notes = Notes()

    receipt = await once(sink.url, notes)

    assert receipt == Receipt(7, 3, Verdict.SENT)
    assert notes.lines == ["begun 7 3", "done 7 3"]
    assert sink.log.read_text() == "<m@x.example> b@y.example\n"


async def test_one_connection_carries_many_letters(sink: Sink) -> None:
    line = Smtp(sink.url, patience=QUICK).line()

    receipts = [await line.send(LETTER, Notes()) for _ in range(50)]
    await line.close()

    assert all(receipt.verdict is Verdict.SENT for receipt in receipts)
    assert sink.count() == 50


async def test_a_server_that_knows_only_helo_is_good_enough(sink: Sink) -> None:
    sink.manners.has_esmtp = False

    assert (await once(sink.url)).verdict is Verdict.SENT


@pytest.mark.parametrize(
    ("reply", "verdict", "word", "is_dead"),
    [
        ("550 5.1.1 No such user", Verdict.FAILED, "hard_bounce", True),
        ("550 5.1.10 Null MX", Verdict.FAILED, "hard_bounce", True),
        ("550 5.2.2 Mailbox full", Verdict.FAILED, "refused", False),
        ("550 No such user", Verdict.FAILED, "refused", False),
        ("550 5.7.515 Sender does not authenticate", Verdict.FAILED, "sender_refused", False),
        ("553 5.1.8 Sender's domain does not exist", Verdict.FAILED, "sender_refused", False),
        ("451 4.7.1 Greylisted", Verdict.DEFERRED, "refused_for_now", False),
        ("452 4.2.2 Mailbox full", Verdict.DEFERRED, "refused_for_now", False),
        ("421 4.3.2 Shutting down", Verdict.DEFERRED, "refused_for_now", False),
        ("530 5.7.0 Authentication required", Verdict.UNTRIED, "route", False),
        ("550-5.1.1 No\r\n550 5.1.1 such user", Verdict.FAILED, "hard_bounce", True),
    ],
)
async def test_a_refused_recipient(
    sink: Sink, reply: str, verdict: Verdict, word: str, is_dead: bool
) -> None:
    sink.manners.refuse_rcpt, sink.manners.rcpt_reply = 1, reply.encode()
    notes = Notes()

    receipt = await once(sink.url, notes)

    assert receipt.verdict is verdict
    assert receipt.reason is not None
    assert receipt.reason.startswith(f"{word}: {reply[:3]}")
    assert receipt.is_dead_address is is_dead
    assert notes.lines == []
    assert sink.count() == 0


async def test_after_a_refusal_the_connection_serves_the_next(sink: Sink) -> None:
    sink.manners.refuse_rcpt = 2
    line = Smtp(sink.url, patience=QUICK).line()

    verdicts = [(await line.send(LETTER, Notes())).verdict for _ in range(4)]
    await line.close()

    assert verdicts == [Verdict.SENT, Verdict.FAILED, Verdict.SENT, Verdict.FAILED]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
async def test_a_connection_lost_before_the_message_leaves_no_doubt(sink: Sink, verb: str) -> None:
    sink.manners.drop_at = verb
    notes = Notes()

    receipt = await once(sink.url, notes)

    assert receipt.verdict is Verdict.DEFERRED
    assert notes.lines == []


async def test_a_connection_lost_at_data_leaves_no_doubt(sink: Sink) -> None:
    sink.manners.drop_at = "DATA"
    notes = Notes()

    receipt = await once(sink.url, notes)

    assert receipt.verdict is Verdict.DEFERRED
    assert notes.lines == ["begun 7 3", "refused 7 3"]


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_reply_lost_after_the_dot_leaves_the_letter_in_doubt(sink: Sink, is_kept: bool) -> None:
    sink.manners.drop_after_dot, sink.manners.keep_dropped = 1, is_kept
    notes = Notes()

    receipt = await once(sink.url, notes)

    assert receipt.verdict is Verdict.IN_DOUBT
    assert notes.lines == ["begun 7 3"]
    assert sink.count() == int(is_kept)


async def test_a_reply_that_is_late_after_the_dot_leaves_the_letter_in_doubt(sink: Sink) -> None:
    sink.manners.delay_after_dot_s = 1.5

    receipt = await once(sink.url)

    assert receipt.verdict is Verdict.IN_DOUBT
    assert sink.count() == 1


async def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(sink: Sink) -> None:
    line = Smtp(sink.url, patience=QUICK).line()
    assert (await line.send(LETTER, Notes())).verdict is Verdict.SENT
    for session in list(sink.manners.sessions):
        session.transport.abort()

    receipt = await line.send(LETTER, Notes())
    await line.close()

    assert receipt.verdict is Verdict.SENT
    assert sink.count() == 2


async def test_a_connection_that_was_idle_is_tried_out_first(sink: Sink) -> None:
    line = Smtp(sink.url, patience=Patience(idle_s=0)).line()

    for _ in range(3):
        assert (await line.send(LETTER, Notes())).verdict is Verdict.SENT
    await line.close()

    assert sink.manners.seen.count("RSET") == 2
    assert sink.manners.seen.count("EHLO") == 1


async def test_nobody_there_means_that_nothing_was_tried(tmp_path: Path) -> None:
    sink = Sink(tmp_path / "log")
    await sink.start()
    sink.server.close()
    await sink.server.wait_closed()
    route = Smtp(sink.url, patience=QUICK)

    receipt = await route.line().send(LETTER, Notes())

    assert receipt.verdict is Verdict.UNTRIED
    assert route.closed_for_s > 0
    assert route.is_doubtful


async def test_without_starttls_nothing_is_said_to_a_server_that_must_have_it(sink: Sink) -> None:
    receipt = await once(sink.url.replace("smtp://", "smtp+starttls://"))

    assert receipt.verdict is Verdict.UNTRIED
    assert set(sink.manners.seen) <= {"EHLO", "QUIT"}


async def test_a_line_break_in_an_address_never_reaches_the_server(sink: Sink) -> None:
    letter = Letter(1, 1, "a@x.example", "b@y.example>\r\nRCPT TO:<c@y.example", CONTENT)

    with pytest.raises(ValueError, match="prohibited control character"):
        await Smtp(sink.url, patience=QUICK).line().send(letter, Notes())

    assert "DATA" not in sink.manners.seen


async def test_a_letter_with_dots_arrives_as_it_was(sink: Sink) -> None:
    await once(sink.url)

    assert sink.manners.messages == [CONTENT]


@pytest.mark.parametrize(
    ("url", "wants_tls", "port"),
    [
        ("smtp://127.0.0.1", False, 25),
        ("smtp://relay.example:2525", False, 2525),
        ("smtp://user:p%40ss@127.0.0.1:25", False, 25),
        ("smtp://user:p%40ss@relay.example", True, 25),
        ("smtp+starttls://relay.example", True, 587),
        ("smtps://relay.example", True, 465),
    ],
)
def test_a_server_is_given_by_its_url(url: str, wants_tls: bool, port: int) -> None:
    server = Server.of(url)

    assert server.wants_tls is wants_tls
    assert server.port == port
    assert server.password in (None, "p@ss")


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "relay.example:25"])
def test_what_is_no_mail_server_is_said_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="A mail server is given as"):
        Server.of(url)


def test_a_route_that_failed_rests_longer_each_time() -> None:
    now = 0.0
    breaker = Breaker("smtp://x", lambda: now)
    rests = []
    for _ in range(9):
        breaker.failed(surely=True)
        rests.append(breaker.closed_for_s)
        breaker.failed(surely=True)
        now += breaker.closed_for_s

    assert rests[0] < 1.3
    assert all(a < b for a, b in pairwise(rests[:6]))
    assert max(rests) <= 72
    breaker.worked()
    assert not breaker.is_doubtful


def test_single_failures_are_forgiven() -> None:
    breaker = Breaker("smtp://x", lambda: 0.0)
    breaker.failed()
    breaker.failed()
    assert breaker.closed_for_s == 0
    breaker.failed()
    assert breaker.closed_for_s > 0


def test_waits_are_spread_evenly_and_always_the_same() -> None:
    factors = [spread("delivery", n) for n in range(1000)]

    assert factors == [spread("delivery", n) for n in range(1000)]
    assert 0.8 <= min(factors) < 0.81
    assert 1.19 < max(factors) < 1.2
    assert len(set(factors)) > 990


async def test_closing_twice_and_unused_is_harmless(sink: Sink) -> None:
    line = Smtp(sink.url).line()
    await line.close()
    await line.close()
