"""Update attribute: set or clear one thing known about people."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from towpath.engine.node import Batch, Face, Group, Names, Node, Reference, Trouble, field
from towpath.engine.outcome import Outcome, SetAttributes


class UpdateAttribute(Node, frozen=True, kw_only=True):
    """Sets one attribute of each person to a value, or clears it."""

    type: ClassVar[str] = "update_attribute"
    face: ClassVar[Face] = Face(label="Update attribute", icon="pencil", group=Group.PEOPLE)

    attribute: Annotated[str, field("Attribute", widget="attribute", max_length=64)] = ""
    value: Annotated[
        str | int | float | bool | None,
        field("New value", widget="attribute-value", help="Leave empty to clear the attribute."),
    ] = None

    def problems(self) -> Iterable[Trouble]:
        if not self.attribute:
            yield Trouble("attribute", "No attribute is chosen.", "Choose the attribute to change.")

    def refers(self) -> Iterable[Reference]:
        if self.attribute:
            yield Reference("attribute", self.attribute, "attribute")

    def summary(self, names: Names) -> str:
        if not self.attribute:
            return "Set …"
        name = names.name("attribute", self.attribute)
        if self.value in (None, ""):
            return f"Clear “{name}”"
        value = (
            {True: "yes", False: "no"}.get(self.value, self.value)
            if isinstance(self.value, bool)
            else self.value
        )
        return f"Set “{name}” to “{value}”"

    def step(self, batch: Batch) -> Outcome:
        value = None if self.value == "" else self.value
        return Outcome().intend(SetAttributes(batch.ids, {self.attribute: value})).move(batch.ids)
