"""Update attribute: set or clear one thing known about people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, ClassVar

from towpath.engine.node import Batch, Face, Group, Names, Node, Reference, Trouble, field
from towpath.engine.outcome import Outcome, SetAttributes

_WORDS = {
    "text": "a text",
    "number": "a number",
    "boolean": "yes or no",
    "date": "a date such as 2030-01-31",
    "moment": "a moment such as 2030-01-31T09:00:00Z",
}


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

    def fits(self, names: Names) -> Iterable[Trouble]:
        kind = names.type_of(self.attribute)
        if kind and self.value not in (None, "") and not _fits(kind, self.value):
            name = names.name("attribute", self.attribute)
            yield Trouble("value", f"“{name}” holds {_WORDS[kind]}, not “{self.value}”.", "Change the value.")

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


def _fits(kind: str, value: str | float | bool) -> bool:
    if kind in ("number", "boolean"):
        return isinstance(value, bool) == (kind == "boolean") and not isinstance(value, str)
    if kind == "text":
        return isinstance(value, str)
    if not isinstance(value, str):
        return False
    try:
        (date if kind == "date" else datetime).fromisoformat(value)
    except ValueError:
        return False
    return True
