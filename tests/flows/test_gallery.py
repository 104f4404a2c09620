"""Every template of the gallery opens, has no problem, tells its story and passes its own tests."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET
from tests.flows.walker import FlowWalker

from towpath.engine.canonical import canonical
from towpath.engine.check import World, check
from towpath.engine.document import Document, FlowTest, read_document
from towpath.engine.registry import Registry
from towpath.engine.schema import schema_text
from towpath.journeys import files
from towpath.journeys.gallery import told
from towpath.journeys.story import story_of
from towpath.journeys.world import with_resources
from towpath.kit.clock import FixedClock
from towpath.messages.jobs import Sender
from towpath.wiring import Wiring

FLOWS = Path(__file__).parents[2] / "flows"
REGISTRY = Registry.load()
TEMPLATES = sorted(path.parent.name for path in FLOWS.glob("*/flow.json"))


def document_of(name: str) -> Document:
    return read_document((FLOWS / name / "flow.json").read_bytes())


CASES = [(name, test) for name in TEMPLATES for test in document_of(name).tests]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_kept_in_its_canonical_text(name: str) -> None:
    assert canonical(document_of(name)) == (FLOWS / name / "flow.json").read_bytes()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_problem_and_tests_that_tell_more_than_one_way(name: str) -> None:
    document = document_of(name)
    report = check(document, REGISTRY, with_resources(World({}), document.resources))

    assert report.errors == []
    assert len(document.tests) > 1


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_story_of_a_template_is_up_to_date(name: str) -> None:
    front, story = told((FLOWS / name / "story.md").read_text())

    assert front.keys() == {"category"}
    assert story == story_of(document_of(name), REGISTRY)


def test_the_schema_of_flow_files_is_up_to_date() -> None:
    assert (FLOWS / "flow.schema.json").read_bytes() == schema_text(REGISTRY)


@pytest.mark.parametrize(("name", "told"), CASES, ids=[f"{name}: {test.name}" for name, test in CASES])
async def test_people_walk_as_the_template_tells(
    name: str, told: FlowTest, wiring: Wiring, clock: FixedClock, sender: Sender
) -> None:
    walker = FlowWalker(wiring, clock, sender)

    story = await walker.walk(document_of(name), told)

    expected: dict[str, Any] = {
        key: value
        for key in ("path", "messages", "tags")
        if (value := getattr(told.expect, key)) is not UNSET
    }
    assert {key: story[key] for key in expected} == {k: v for k, v in expected.items()}


async def test_a_template_comes_out_as_it_went_in(wiring: Wiring, clock: FixedClock, sender: Sender) -> None:
    walker = FlowWalker(wiring, clock, sender)
    slug = await walker.publish(document_of("welcome-series"))

    first = await walker.export(slug)
    again = FlowWalker(wiring, clock, sender)
    other = await again.publish(read_document(first))

    assert await again.export(other) == first


def test_the_exporter_takes_only_what_the_flow_names() -> None:
    wanted = files.references(document_of("re-engagement-series"), REGISTRY)

    assert wanted["message"] == {"re-engagement-miss-you", "re-engagement-last-offer"}
    assert wanted["topic"] == {"offers"}
