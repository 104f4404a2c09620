"""A worker that kills itself at a chosen step: `python -m tests.slices.messages.doomed URL FOLDER SMTP STEP COUNT`.

The steps are the seams of the sender: its clock (asked inside each transaction), its journal, its channel.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from towpath.channels.channel import Letter, Line, Log, Receipt
from towpath.channels.journal import Journal
from towpath.channels.smtp import Patience, Smtp, SmtpLine
from towpath.kit.clock import FixedClock
from towpath.kit.db import Conn, Database
from towpath.kit.tokens import Signer
from towpath.messages.jobs import Sender
from towpath.settings import Settings


class Doom:
    """Counts how often a step came, and strikes at the chosen one."""

    def __init__(self, step: str, count: int) -> None:
        self.step, self.left = step, count

    def at(self, step: str) -> None:
        if step == self.step:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class DoomedClock(FixedClock):
    def __init__(self, doom: Doom) -> None:
        super().__init__()
        self.doom = doom

    async def now(self, conn: Conn) -> datetime:
        self.doom.at("in a transaction")
        return await super().now(conn)


class DoomedJournal(Journal):
    def __init__(self, folder: Path, doom: Doom) -> None:
        super().__init__(folder)
        self.doom = doom

    def begun(self, delivery: int, fence: int) -> None:
        self.doom.at("before begun")
        super().begun(delivery, fence)
        self.doom.at("after begun")

    def done(self, delivery: int, fence: int) -> None:
        self.doom.at("before done")
        super().done(delivery, fence)
        self.doom.at("after done")

    def refused(self, delivery: int, fence: int) -> None:
        self.doom.at("before refused")
        super().refused(delivery, fence)
        self.doom.at("after refused")

    def clear(self) -> None:
        self.doom.at("before clear")
        super().clear()
        self.doom.at("after clear")


class DoomedLine:
    def __init__(self, line: SmtpLine, doom: Doom) -> None:
        self.line, self.doom = line, doom

    async def send(self, letter: Letter, log: Log) -> Receipt:
        self.doom.at("before sending")
        receipt = await self.line.send(letter, log)
        self.doom.at("after sending")
        return receipt

    async def close(self) -> None:
        await self.line.close()


class DoomedSmtp(Smtp):
    def __init__(self, url: str, doom: Doom) -> None:
        super().__init__(url, patience=Patience(dot_s=60))
        self.doom = doom

    def line(self) -> Line:  # type: ignore[override]
        return DoomedLine(super().line(), self.doom)


async def main(url: str, folder: str, smtp: str, step: str, count: str) -> None:
    doom = Doom(step, int(count))
    settings = Settings(
        database_url=url,
        data_dir=Path(folder),
        smtp_url=smtp,
        smtp_connections=3,
        public_url="http://towpath.test",
    )
    db = Database(url, pool_size=3)
    journal = DoomedJournal(Path(folder) / "journals", doom)
    sender = Sender(
        db, DoomedClock(doom), settings, Signer("x" * 40), channel=DoomedSmtp(smtp, doom), journal=journal
    )
    await sender.run(20)
    await sender.close()
    await db.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
