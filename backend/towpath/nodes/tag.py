"""Tag: put labels on people, or take them off."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from towpath.engine.node import Batch, Face, Group, Names, Node, Reference, TagNames, Trouble, field
from towpath.engine.outcome import ChangeTags, Outcome


class Tag(Node, frozen=True, kw_only=True):
    """Puts tags on each person, or takes tags off."""

    type: ClassVar[str] = "tag"
    face: ClassVar[Face] = Face(label="Tag", icon="tag", group=Group.PEOPLE)

    add: Annotated[TagNames, field("Add tags")] = []
    remove: Annotated[TagNames, field("Remove tags")] = []

    def problems(self) -> Iterable[Trouble]:
        if not self.add and not self.remove:
            yield Trouble("add", "No tag is named.", "Name a tag to add or to remove.")
        both = {t.casefold() for t in self.add} & {t.casefold() for t in self.remove}
        if both:
            yield Trouble("remove", f"“{min(both)}” is both added and removed.", "Keep one of the two.")

    def refers(self) -> Iterable[Reference]:
        for name, tags in (("add", self.add), ("remove", self.remove)):
            for n, tag in enumerate(tags):
                yield Reference("tag", tag, f"{name}[{n}]")

    def summary(self, names: Names) -> str:
        parts = []
        if self.add:
            parts.append("add " + ", ".join(f"“{t}”" for t in self.add))
        if self.remove:
            parts.append("remove " + ", ".join(f"“{t}”" for t in self.remove))
        return f"Tags: {' and '.join(parts)}" if parts else "Tags: …"

    def step(self, batch: Batch) -> Outcome:
        return Outcome().intend(ChangeTags(batch.ids, self.add, self.remove)).move(batch.ids)
