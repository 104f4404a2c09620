"""Does something: people come in when an event of theirs arrives."""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from towpath.engine.condition import faults_of_where, words_of_where
from towpath.engine.node import (
    Door,
    Entry,
    EventName,
    Face,
    Group,
    Names,
    Reentry,
    ReentryRule,
    Reference,
    Trouble,
    field,
)  # fmt: skip


class EventReceived(Entry, frozen=True, kw_only=True):
    """Starts the journey for everyone who does something: buys, signs up, opens a page."""

    type: ClassVar[str] = "event_received"
    face: ClassVar[Face] = Face(label="Does something", icon="zap", group=Group.START)

    event: EventName = ""
    where: Annotated[
        list[dict[str, Any]], field("Only if", widget="event-where", help="Tests on the event's properties.")
    ] = []
    reentry: ReentryRule = Reentry.AFTER_EXIT

    def problems(self) -> Iterable[Trouble]:
        if not self.event:
            yield Trouble("event", "No event is chosen.", "Choose what people do to start here.")
        for path, detail in faults_of_where(self.where):
            yield Trouble(f"where{path}", detail, "Change this test or remove it.")

    def refers(self) -> Iterable[Reference]:
        if self.event:
            yield Reference("event", self.event, "event")

    def summary(self, names: Names) -> str:
        event = f"“{names.name('event', self.event)}”" if self.event else "…"
        tests = words_of_where(self.where)
        return f"When {event} happens" + (f" where {tests}" if tests else "")

    def door(self) -> Door:
        return Door("event", self.event, self.reentry, tuple(self.where))
