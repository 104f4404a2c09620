"""Conditions are read strictly, all faults at once, and said in words."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from towpath.engine.condition import (
    faults_of,
    faults_of_where,
    misfits_of,
    pointer_of,
    references_of,
    where_holds,
    words_of,
    words_of_where,
)  # fmt: skip
from towpath.engine.conditions.catalogue import catalogue
from towpath.engine.conditions.leaves import SUBJECTS
from towpath.engine.conditions.operators import OPERATORS, kinds_of
from towpath.engine.conditions.takes import say_value

Json = dict[str, Any]


class Names:
    """Knows a few names, as the workspace would."""

    def name(self, kind: str, key: str) -> str:
        return {"big-spenders": "Big spenders", "news": "News", "country": "Country"}.get(key, key)

    def type_of(self, attribute: str) -> str | None:
        return {"age": "number", "country": "text", "birthday": "date", "optin": "boolean"}.get(attribute)


def words(condition: Any) -> str:
    return words_of(condition, Names())


FULL = {
    "all": [
        {"attribute": "country", "op": "in", "value": ["DE", "AT"]},
        {"any": [{"tag": "vip"}, {"segment": "big-spenders"}]},
        {
            "event": "purchase", "where": [{"property": "amount_usd", "op": "at_least", "value": 20}],
            "count": {"at_least": 3}, "within": "P90D",
        },
        {"not": {"topic": "news", "state": "unsubscribed"}},
    ]
}  # fmt: skip


def test_the_example_of_the_flow_file_is_without_fault() -> None:
    assert list(faults_of(FULL)) == []


def test_everything_that_is_named_is_found_with_its_place() -> None:
    assert list(references_of(FULL)) == [
        ("attribute", "country", ".all[0].attribute"),
        ("tag", "vip", ".all[1].any[0].tag"),
        ("segment", "big-spenders", ".all[1].any[1].segment"),
        ("event", "purchase", ".all[2].event"),
        ("topic", "news", ".all[3].not.topic"),
    ]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (FULL, "“Country” is “DE” or “AT” and (is tagged “vip” or is in “Big spenders”) and has done “purchase”"
               " (amount_usd is at least 20) at least 3 times in the last 90 days and is not unsubscribed from “News”"),
        ({"all": [{"event": "purchase", "count": {"at_least": 3}, "within": "P90D"}, {"tag": "vip"}]},
         "has done “purchase” at least 3 times in the last 90 days and is tagged “vip”"),
        ({"event": "visit"}, "has done “visit”"),
        ({"not": {"event": "visit", "within": "P1D"}}, "has not done “visit” in the last day"),
        ({"event": "visit", "count": {"exactly": 0}}, "has not done “visit”"),
        ({"not": {"event": "visit", "count": {"at_most": 0}}}, "has done “visit”"),
        ({"not": {"event": "visit", "count": {"at_least": 3}}}, "has done “visit” fewer than 3 times"),
        ({"not": {"event": "visit", "count": {"at_most": 2}}}, "has done “visit” more than twice"),
        ({"event": "visit", "count": {"exactly": 1}, "from": "2030-01-01", "to": "2030-01-31"},
         "has done “visit” exactly once from 1 January 2030 to 31 January 2030"),
        ({"event": "purchase", "sum": "amount", "op": "at_least", "value": 100, "within": "P1M"},
         "has a total “amount” over “purchase” in the last month that is at least 100"),
        ({"none": [{"tag": "a"}, {"segment": "big-spenders"}]}, "is not tagged “a” and is not in “Big spenders”"),
        ({"not": {"all": [{"tag": "a"}, {"tag": "b"}]}}, "is not tagged “a” or is not tagged “b”"),
        ({"not": {"not": {"tag": "a"}}}, "is tagged “a”"),
        ({"all": [{"all": [{"tag": "a"}, {"tag": "b"}]}, {"tag": "c"}]},
         "is tagged “a” and is tagged “b” and is tagged “c”"),
        ({"all": [{"any": [{"any": [{"tag": "a"}, {"tag": "b"}]}]}, {"tag": "c"}]},
         "(is tagged “a” or is tagged “b”) and is tagged “c”"),
        ({"attribute": "age", "op": "between", "value": [18, 30]}, "“age” is between 18 and 30"),
        ({"attribute": "birthday", "op": "anniversary_within", "value": "P7D"},
         "“birthday” has its yearly return within the next 7 days"),
        ({"attribute": "birthday", "op": "anniversary_within", "value": "P0D"},
         "“birthday” has its yearly return today"),
        ({"attribute": "birthday", "op": "before", "value": "2000-02-29"}, "“birthday” is before 29 February 2000"),
        ({"not": {"attribute": "optin", "op": "equals", "value": True}}, "“optin” is not yes"),
        ({"not": {"attribute": "country", "op": "not_equals", "value": "DE"}}, "“Country” is “DE” or not known"),
        ({"not": {"attribute": "country", "op": "is_set"}}, "“Country” is not known"),
        ({"topic": "news"}, "is subscribed to “News”"),
    ],
)  # fmt: skip
def test_a_condition_is_said(condition: Json, said: str) -> None:
    assert list(faults_of(condition)) == []
    assert words(condition) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({}, "…"),
        (None, "…"),
        ({"attribute": "age"}, "“age” …"),
        ({"attribute": "age", "op": "at_least"}, "“age” is at least …"),
        ({"attribute": "", "op": "in", "value": []}, "… is …"),
        ({"all": [{"tag": "a"}, {}]}, "is tagged “a” and …"),
        ({"event": "", "within": "soon"}, "has done … in the last …"),
    ],
)
def test_what_a_draft_lacks_reads_as_dots(condition: Any, said: str) -> None:
    assert words(condition) == said


@pytest.mark.parametrize(
    ("condition", "path", "part_of_detail"),
    [
        ({}, "", "A test is missing here"),
        ([], "", "A test is missing here"),
        ({"all": []}, ".all", "This group is empty"),
        ({"all": {"tag": "a"}}, ".all", "This group is empty"),
        ({"not": [{"tag": "a"}]}, ".not", "A test is missing"),
        ({"tag": "a", "segment": "b"}, "", "are two tests"),
        ({"message": "offer", "result": "clicked"}, "", "There is no test called “message”"),
        ({"tag": "a", "colour": "red"}, ".colour", "does not belong here"),
        ({"tag": "  "}, ".tag", "Choose the tag"),
        ({"tag": "x" * 101}, ".tag", "too long"),
        ({"tag": "a\0"}, ".tag", "cannot be stored"),
        ({"attribute": "age"}, ".op", "Choose how to compare"),
        ({"attribute": "age", "op": "like", "value": "x"}, ".op", "There is no comparison “like”"),
        ({"attribute": "age", "op": "at_least", "value": "20"}, ".value", "Give a number"),
        ({"attribute": "age", "op": "at_least", "value": True}, ".value", "Give a number"),
        ({"attribute": "age", "op": "at_least", "value": 10**101}, ".value", "too large"),
        ({"attribute": "age", "op": "equals"}, ".value", "Give a text, a number, or yes or no"),
        ({"attribute": "age", "op": "equals", "value": ""}, ".value", "Give a text"),
        ({"attribute": "age", "op": "equals", "value": "\ud800"}, ".value", "cannot be stored"),
        ({"attribute": "age", "op": "is_set", "value": 1}, ".value", "Nothing is compared"),
        ({"attribute": "age", "op": "in", "value": "DE"}, ".value", "Give a list"),
        ({"attribute": "age", "op": "in", "value": ["DE", None]}, ".value[1]", "texts or numbers"),
        ({"attribute": "age", "op": "in", "value": ["x"] * 1001}, ".value", "more than 1000"),
        ({"attribute": "age", "op": "between", "value": [3, 1]}, ".value", "must not be above"),
        ({"attribute": "age", "op": "between", "value": [3]}, ".value", "Give two values"),
        ({"attribute": "age", "op": "between", "value": ["2030-01-01", "x"]}, ".value[1]", "Give a date"),
        ({"attribute": "age", "op": "between", "value": ["2030-01-01", "2030-01-02T00:00Z"]}, ".value", "one of each"),
        ({"attribute": "b", "op": "before", "value": "2030-02-30"}, ".value", "Give a date"),
        ({"attribute": "b", "op": "before", "value": "0999-01-01"}, ".value", "too far away"),
        ({"attribute": "b", "op": "in_last", "value": "3 days"}, ".value", "Give a length of time"),
        ({"attribute": "b", "op": "in_last", "value": "P0D"}, ".value", "is zero"),
        ({"attribute": "b", "op": "in_last", "value": "P999Y"}, ".value", "longer than 100 years"),
        ({"attribute": "b", "op": "anniversary_within", "value": "PT1H"}, ".value", "Count in days"),
        ({"attribute": "b", "op": "anniversary_within", "value": "P13M"}, ".value", "never more than a year"),
        ({"topic": "news", "state": "maybe"}, ".state", "Choose “subscribed” or “unsubscribed”"),
        ({"event": "x", "count": 3}, ".count", "Say how often"),
        ({"event": "x", "count": {"at_least": 1, "at_most": 2}}, ".count", "Say how often"),
        ({"event": "x", "count": {"at_least": 0}}, ".count.at_least", "from 1 to"),
        ({"event": "x", "count": {"exactly": True}}, ".count.exactly", "whole number"),
        ({"event": "x", "within": "P1D", "from": "2030-01-01"}, ".within", "Use either"),
        ({"event": "x", "from": "2030-01-02", "to": "2030-01-01"}, ".to", "must not be before"),
        ({"event": "x", "since": "entry"}, ".since", "Use “within”"),
        ({"event": "x", "op": "at_least"}, ".op", "compares a total"),
        ({"event": "x", "sum": "a", "min": "b", "op": "at_least", "value": 1}, "", "one thing only"),
        ({"event": "x", "sum": "a", "count": {"exactly": 1}, "op": "at_least", "value": 1}, "", "one thing only"),
        ({"event": "x", "sum": "a", "op": "contains", "value": "1"}, ".op", "There is no comparison “contains” here"),
        ({"event": "x", "max": "a", "op": "between", "value": ["2030-01-01", "2030-01-02"]}, ".value", "with numbers"),
        ({"event": "x", "where": {}}, ".where", "should be a list"),
        ({"event": "x", "where": [{"property": "", "op": "is_set"}]}, ".where[0].property", "Choose the property"),
        ({"event": "x", "where": ["a"]}, ".where[0]", "is missing here"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_its_place(condition: Any, path: str, part_of_detail: str) -> None:
    faults = [(where, detail) for where, detail in faults_of(condition) if where == path]

    assert faults, list(faults_of(condition))
    assert part_of_detail in faults[0][1]


def test_all_faults_are_told_at_once() -> None:
    unset = {"not": {"attribute": "a", "op": "at_least"}}
    condition = {"all": [{"tag": ""}, unset, {"event": "x", "within": 1, "y": 2}]}

    assert [path for path, _ in faults_of(condition)] == [
        ".all[0].tag", ".all[1].not.value", ".all[2].y", ".all[2].within"
    ]  # fmt: skip


def _deep(levels: int) -> Json:
    condition: Json = {"tag": "a"}
    for _ in range(levels - 1):
        condition = {"not": condition}
    return condition


def test_a_condition_is_at_most_32_deep_and_has_at_most_500_tests() -> None:
    assert not list(faults_of(_deep(32)))
    assert list(faults_of(_deep(33)))
    assert not list(faults_of({"any": [{"tag": "a"}] * 500}))
    assert list(faults_of({"any": [{"tag": "a"}] * 501}))


def test_a_bomb_is_refused_without_a_stack_overflow() -> None:
    bomb = _deep(900)

    assert any("nested more than 32 deep" in detail for _, detail in faults_of(bomb))
    assert isinstance(words(bomb), str)
    assert len(list(references_of(bomb))) <= 1


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ({"attribute": "age", "op": "contains", "value": "x"}, False),
        ({"attribute": "age", "op": "equals", "value": "20"}, False),
        ({"attribute": "age", "op": "equals", "value": 20}, True),
        ({"attribute": "age", "op": "in", "value": ["a", 20]}, True),
        ({"attribute": "optin", "op": "equals", "value": True}, True),
        ({"attribute": "birthday", "op": "equals", "value": "2030-01-01"}, True),
        ({"attribute": "birthday", "op": "between", "value": [1, 2]}, False),
        ({"attribute": "country", "op": "in_last", "value": "P1D"}, False),
        ({"attribute": "country", "op": "is_set"}, True),
        ({"attribute": "unknown", "op": "in_last", "value": "P1D"}, True),
    ],
)
def test_a_comparison_that_never_fits_its_attribute_is_told(condition: Json, fits: bool) -> None:
    found = list(misfits_of({"not": condition}, Names()))

    assert [path for path, _ in found] == ([] if fits else [".not.op"])


def test_a_path_becomes_a_pointer() -> None:
    assert pointer_of(".all[0].not.value[1]") == "/all/0/not/value/1"


# Tests on the properties of an event that is just coming in.


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


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["all", "any", "not", "none", "tag", "event", "attribute", "op", "value", "where", "count",
                         "within", "segment", "sum", "from", "property"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(_anything)
def test_whatever_is_sent_is_answered_with_faults_and_words(raw: Any) -> None:
    assert all(detail.endswith(".") for _, detail in faults_of(raw))
    assert words(raw)
    assert list(references_of(raw)) == list(references_of(raw))
