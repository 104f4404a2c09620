"""Conditions are read strictly, all faults at once, and said in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from towpath.engine.condition import faults_of, misfits_of, pointer_of, references_of, words_of

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
