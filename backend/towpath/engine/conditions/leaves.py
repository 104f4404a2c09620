"""The kinds of tests and groups, with their settings: what a form must ask, and which keys may stand there."""

from typing import Any, Literal

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """A key of a test: its label and the widget that asks for it. `choices` are its only values, with labels."""

    key: str
    label: str
    widget: str
    is_required: bool = False
    default: Any = None
    choices: dict[str, str] = {}
    help: str = ""


class Subject(msgspec.Struct, frozen=True):
    """A kind of test or group, known by the key that names its subject."""

    key: str
    kind: Literal["group", "test"]
    label: str
    help: str
    settings: tuple[Setting, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(setting.key for setting in self.settings)


_OP = Setting("op", "Comparison", "operator", is_required=True)
_VALUE = Setting("value", "Value", "operator-value")
_TIMES = {"at_least": "at least", "exactly": "exactly", "at_most": "at most"}
_MEASURES = {
    "sum": "Total of", "average": "Average of", "min": "Least", "max": "Greatest",
}  # fmt: skip


def _group(key: str, label: str, text: str) -> Subject:
    return Subject(key, "group", label, text, (Setting(key, label, "conditions", is_required=True),))


SUBJECTS = {
    subject.key: subject
    for subject in (
        _group("all", "All of these", "Every one of the tests must hold."),
        _group("any", "Any of these", "At least one of the tests must hold."),
        _group("none", "None of these", "Not one of the tests may hold."),
        Subject("not", "group", "Not", "The test must not hold.",
                (Setting("not", "Not", "condition", is_required=True),)),
        Subject("attribute", "test", "Attribute", "Compares a field or custom attribute of the contact.",
                (Setting("attribute", "Attribute", "attribute", is_required=True), _OP, _VALUE)),
        Subject("tag", "test", "Tag", "The contact has a tag.",
                (Setting("tag", "Tag", "tag", is_required=True),)),
        Subject("segment", "test", "Segment", "The contact is in another segment.",
                (Setting("segment", "Segment", "segment", is_required=True),)),
        Subject("event", "test", "Event", "The contact did something, so and so often.", (
            Setting("event", "Event", "event", is_required=True),
            Setting("where", "Only if", "event-where", help="Tests on the event's properties."),
            Setting("count", "How often", "event-count", default={"at_least": 1}, choices=_TIMES),
            *(Setting(key, label, "event-property", help="Compared by “op” and “value” instead of a count.")
              for key, label in _MEASURES.items()),
            Setting("op", "Comparison", "operator"), _VALUE,
            Setting("within", "In the last", "duration", help="A length of time up to now."),
            Setting("from", "From", "day", help="The first day or moment that counts."),
            Setting("to", "To", "day", help="The last day or moment that counts."),
        )),
        Subject("topic", "test", "Topic", "What the contact said about a topic.", (
            Setting("topic", "Topic", "topic", is_required=True),
            Setting("state", "Answer", "choice", default="subscribed",
                    choices={"subscribed": "subscribed", "unsubscribed": "unsubscribed"}),
        )),
    )
}  # fmt: skip
MEASURES, HOW_OFTEN = tuple(_MEASURES), tuple(_TIMES)
GROUPS = tuple(key for key, subject in SUBJECTS.items() if subject.kind == "group")
TESTS = tuple(key for key, subject in SUBJECTS.items() if subject.kind == "test")
