"""Yes or no: part people by a condition."""

from collections.abc import Iterable
from typing import ClassVar

from towpath.engine.condition import faults_of, misfits_of, references_of, words_of
from towpath.engine.node import (
    Batch,
    ConditionTree,
    Face,
    Group,
    Names,
    Node,
    Port,
    Reads,
    Reference,
    Trouble,
    each,
)
from towpath.engine.outcome import Outcome

YES, NO = Port("yes", "Yes", "yes"), Port("no", "No", "no")


class Branch(Node, frozen=True, kw_only=True):
    """Asks a question about each person and sends them on by “yes” or “no”."""

    type: ClassVar[str] = "branch"
    face: ClassVar[Face] = Face(label="Yes or no", icon="split", group=Group.DECISIONS)

    condition: ConditionTree = {}

    def ports(self) -> tuple[Port, ...]:
        return (YES, NO)

    def problems(self) -> Iterable[Trouble]:
        if not self.condition:
            yield Trouble("condition", "No question is asked.", "Choose what must be true for “yes”.")
            return
        for path, detail in faults_of(self.condition):
            yield Trouble(f"condition{path}", detail, "Change this part of the condition.")

    def fits(self, names: Names) -> Iterable[Trouble]:
        for path, detail in misfits_of(self.condition, names):
            yield Trouble(f"condition{path}", detail, "Change this part of the condition.")

    def refers(self) -> Iterable[Reference]:
        for kind, key, path in references_of(self.condition):
            yield Reference(kind, key, f"condition{path}")

    def summary(self, names: Names) -> str:
        return f"Check: {words_of(self.condition, names)}?"

    def reads(self) -> Reads:
        return Reads(conditions={"holds": self.condition})

    def step(self, batch: Batch) -> Outcome:
        yes: list[int] = []
        no: list[int] = []
        for enrollment, _, holds in each(batch, "holds"):
            (yes if holds else no).append(enrollment)
        return Outcome().move(yes, "yes").move(no, "no")
