"""Exit: the journey ends here."""

from typing import Annotated, ClassVar

from towpath.engine.node import Batch, Face, Group, Names, Node, Port, field
from towpath.engine.outcome import Outcome


class Exit(Node, frozen=True, kw_only=True):
    """Ends the journey for each person who comes here."""

    type: ClassVar[str] = "exit"
    face: ClassVar[Face] = Face(label="Exit", icon="flag", group=Group.END)

    reason: Annotated[str, field("Reason", help="Shown in the person's history.", max_length=200)] = ""

    def ports(self) -> tuple[Port, ...]:
        return ()

    def summary(self, names: Names) -> str:
        return f"End: {self.reason}" if self.reason else "End of the journey"

    def step(self, batch: Batch) -> Outcome:
        return Outcome().leave(batch.ids, self.reason or "reached the end")
