"""What conditions can ask, published: from this a form can be built, and nothing in it is written twice."""

from typing import Any

import msgspec

from towpath.engine.conditions.leaves import SUBJECTS, Subject
from towpath.engine.conditions.operators import NUMERIC, OPERATORS, Kind


class OperatorOut(msgspec.Struct, frozen=True):
    """A comparison: its label, the kinds of values it fits, and the widget that asks for what it compares with."""

    key: str
    label: str
    fits: list[Kind]
    takes: str
    widget: str
    example: Any


class Catalogue(msgspec.Struct, frozen=True):
    """Every test and group with its settings, and every comparison; `of_totals` are those that fit totals."""

    subjects: list[Subject]
    operators: list[OperatorOut]
    of_totals: list[str]


def catalogue() -> Catalogue:
    """Return the catalogue of conditions."""
    operators = [
        OperatorOut(
            operator.key, operator.label, list(operator.fits), operator.takes.key, operator.takes.widget,
            operator.takes.example,
        )
        for operator in OPERATORS.values()
    ]  # fmt: skip
    return Catalogue(list(SUBJECTS.values()), operators, list(NUMERIC))
