"""Added by hand: people come in by the API, the command line or a button."""

from typing import ClassVar

from towpath.engine.node import Door, Entry, Face, Group, Names, Reentry, ReentryRule


class ManualEntry(Entry, frozen=True, kw_only=True):
    """Starts the journey for people whom you or a program add: one, a list, or a segment."""

    type: ClassVar[str] = "manual_entry"
    face: ClassVar[Face] = Face(label="Added by hand", icon="hand", group=Group.START)

    reentry: ReentryRule = Reentry.AFTER_EXIT

    def summary(self, names: Names) -> str:
        return "When someone is added by hand or by a program"

    def door(self) -> Door:
        return Door("manual", "", self.reentry)
