"""What an SMTP server's refusal means: try again, give up, or never write to that address again."""

import re
from enum import Enum
from typing import Final

from aiosmtplib import SMTPResponse

from towpath.channels.channel import Letter, Receipt, Verdict

_STATUS: Final = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# Statuses that speak of the recipient's address (RFC 3463); 5.1.7 and 5.1.8 speak of the sender's.
_DEAD: Final = frozenset(("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"))
# The server wants us to sign in: that is no letter's fault.
_SIGN_IN: Final = frozenset((530, 535, 538))
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


class Step(Enum):
    """Where in the conversation a reply came."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


def receipt_of(
    letter: Letter, verdict: Verdict, reason: str | None = None, *, is_dead: bool = False
) -> Receipt:
    return Receipt(letter.id, letter.fence, verdict, reason, is_dead)


def refusal(letter: Letter, step: Step, reply: SMTPResponse) -> Receipt:
    """Return the receipt of a letter that the server did not take."""
    said = words_of(reply)
    if reply.code in _SIGN_IN:
        return receipt_of(letter, Verdict.UNTRIED, f"route: {said}")
    if not 500 <= reply.code < 600:
        return receipt_of(letter, Verdict.DEFERRED, f"refused_for_now: {said}")
    status = _status(reply)
    if step is Step.SENDER or status.startswith("5.7.") or status in ("5.1.7", "5.1.8"):
        return receipt_of(letter, Verdict.FAILED, f"sender_refused: {said}")
    if status in _DEAD:
        return receipt_of(letter, Verdict.FAILED, f"hard_bounce: {said}", is_dead=True)
    return receipt_of(letter, Verdict.FAILED, f"refused: {said}")


def words_of(reply: SMTPResponse) -> str:
    """Return what the server said on one line."""
    text = reply.message.encode("utf-8", "replace").decode("utf-8", "replace")
    return f"{reply.code} {_CONTROL.sub(' ', text)}"[:200].rstrip()


def _status(reply: SMTPResponse) -> str:
    match = _STATUS.match(reply.message)
    return ".".join(match.groups()) if match else ""
