"""Wait: hold people for a time."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, ClassVar

from towpath.engine.duration import DurationText, duration_words, parse_duration
from towpath.engine.node import Batch, Face, Group, Names, Node, Reads, Trouble, each, field
from towpath.engine.outcome import Outcome

_A_MINUTE = 60


class Wait(Node, frozen=True, kw_only=True, rename={"for_": "for"}):
    """Holds each person for a time, counted from their arrival here.

    Days, weeks and months keep the time of day in the person's time zone; hours and minutes are elapsed time.
    """

    type: ClassVar[str] = "wait"
    face: ClassVar[Face] = Face(label="Wait", icon="hourglass", group=Group.TIMING)

    for_: Annotated[DurationText, field("How long")] = "P1D"

    def problems(self) -> Iterable[Trouble]:
        if parse_duration(self.for_).is_zero:
            yield Trouble("for", "The wait is zero long.", "Choose how long to wait.")

    def summary(self, names: Names) -> str:
        return f"Wait {duration_words(self.for_)}"

    def reads(self) -> Reads:
        return Reads(fields=("time_zone",))

    def slows(self) -> bool:
        length = parse_duration(self.for_)
        return bool(length.months or length.days) or length.seconds >= _A_MINUTE

    def step(self, batch: Batch) -> Outcome:
        outcome, gone = Outcome(), []
        # Most of a batch arrived together, in few zones: the calendar is asked once for each.
        due_at = lru_cache(maxsize=None)(parse_duration(self.for_).after)
        for enrollment, arrived, zone in each(batch, "time_zone"):
            due = due_at(arrived, zone or batch.zone)
            if due <= batch.now:
                gone.append(enrollment)
            else:
                outcome.hold(enrollment, until=due)
        return outcome.move(gone)
