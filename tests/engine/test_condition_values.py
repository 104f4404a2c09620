"""Values are tested in Python as in SQL; what can be asked is published once."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from towpath.engine.condition import faults_of_where, where_holds, words_of_where
from towpath.engine.conditions.catalogue import catalogue
from towpath.engine.conditions.leaves import SUBJECTS
from towpath.engine.conditions.operators import OPERATORS, kinds_of
from towpath.engine.conditions.takes import say_value

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("test", "value", "holds"),
    [
        ({"op": "equals", "value": "Ünal"}, "üNAL", True),
        ({"op": "equals", "value": "SS"}, "ß", False),
        ({"op": "equals", "value": "i"}, "İ", True),
        ({"op": "equals", "value": 20}, 20.0, True),
        ({"op": "equals", "value": 20}, "20", False),
        ({"op": "equals", "value": 1}, True, False),
        ({"op": "not_equals", "value": "a"}, None, False),
        ({"op": "not_equals", "value": "a"}, 5, False),
        ({"op": "not_equals", "value": True}, False, True),
        ({"op": "contains", "value": "%"}, "100%", True),
        ({"op": "in", "value": ["a", 2]}, 2, True),
        ({"op": "not_in", "value": ["a", 2]}, "b", True),
        ({"op": "more_than", "value": 0.1}, 0.1, False),
        ({"op": "at_least", "value": 0.1}, 0.1, True),
        ({"op": "between", "value": [1, 2]}, 2, True),
        ({"op": "is_set"}, "", False),
        ({"op": "is_not_set"}, None, True),
        ({"op": "is_set"}, [], True),
        ({"op": "before", "value": "2030-01-08"}, "2030-01-07T23:00:00Z", True),
        ({"op": "before", "value": "2030-01-08"}, "soon", False),
        ({"op": "in_next", "value": "P2D"}, "2030-01-09", True),
    ],
)
def test_properties_are_tested(test: Json, value: Any, holds: bool) -> None:
    now = datetime(2030, 1, 7, 9, tzinfo=UTC)

    assert where_holds([{"property": "p", **test}], {"p": value}, now, "UTC") is holds


def test_every_test_on_properties_must_pass() -> None:
    where = [{"property": "a", "op": "is_set"}, {"property": "b", "op": "at_least", "value": 2}]

    assert where_holds(where, {"a": 1, "b": 2})
    assert not where_holds(where, {"a": 1})
    assert where_holds([], {})
    assert words_of_where(where) == "a is known and b is at least 2"


def test_without_the_present_nothing_is_in_the_last_days() -> None:
    assert not where_holds([{"property": "at", "op": "in_last", "value": "P10Y"}], {"at": "2030-01-01"})
    assert where_holds([{"property": "at", "op": "after", "value": "2029-01-01"}], {"at": "2030-01-01"})


def test_faults_of_tests_on_properties_have_their_place_and_never_pass() -> None:
    where = [{"property": "a", "op": "at_least", "value": "x"}, {"op": "is_set", "extra": 1}]

    assert [path for path, _ in faults_of_where(where)] == ["[0].value", "[1].extra", "[1].property"]
    assert not where_holds(where, {"a": 5})


# One truth for forms.


def test_every_operator_has_a_label_words_and_an_example_that_it_can_read() -> None:
    for operator in OPERATORS.values():
        test = operator.make(operator.takes.read(operator.takes.example))
        assert operator.label
        assert ("{}" in operator.yes) == (operator.takes.key != "nothing")
        assert set(kinds_of(test)) & set(operator.fits)


def test_the_catalogue_can_be_sent_and_names_every_test_and_operator() -> None:
    sent = msgspec.json.decode(msgspec.json.encode(catalogue()))

    assert [s["key"] for s in sent["subjects"]] == list(SUBJECTS)
    assert [o["key"] for o in sent["operators"]] == list(OPERATORS)
    assert set(sent["of_totals"]) == {"at_least", "more_than", "at_most", "less_than", "between"}


def test_numbers_are_said_plainly() -> None:
    assert [say_value(v) for v in (20.0, 20.5, -1, 1e300, None)] == ["20", "20.5", "-1", "1e+300", "…"]
