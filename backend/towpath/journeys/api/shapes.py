"""What travels over HTTP about journeys."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar.params import Parameter
from msgspec import Meta

from towpath.engine.check import Problem, Report
from towpath.engine.node import Port
from towpath.engine.walk import Standing
from towpath.kit.db import Record

JourneySlug = Annotated[str, Parameter(description="The journey's slug.", max_length=64)]
FlowJson = Annotated[
    dict[str, Any],
    Meta(
        description="A flow document (docs/flow-format.md).",
        examples=[
            {
                "name": "Welcome",
                "nodes": {"hand": {"type": "manual_entry"}, "done": {"type": "exit"}},
                "edges": [{"from": "hand", "port": "next", "to": "done"}],
            }
        ],
    ),
]


class People(msgspec.Struct, frozen=True):
    """How many are inside, how many have ended, how many were set aside because a step failed."""

    inside: int
    ended: int
    set_aside: int


class Recent(msgspec.Struct, frozen=True):
    """Of the last 30 days: how many people came in, how many messages were sent."""

    entered: int
    sent: int


class JourneyOut(msgspec.Struct, frozen=True):
    """A journey. `version` is the number of the live version, null before the first publishing.

    `errors` (how many stand in the way of publishing) and `drawing` (the draft without settings, enough to draw it
    small) are null unless asked for.
    """

    slug: str
    name: str
    description: str
    state: str
    version: int | None
    revision: int
    has_unpublished_changes: bool
    people: People
    last_30_days: Recent
    created_at: datetime
    updated_at: datetime
    errors: int | None = None
    drawing: dict[str, Any] | None = None


class JourneyIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new journey: from a name alone, or from a whole document."""

    name: Annotated[str, Meta(max_length=200, examples=["Welcome new customers"])] = ""
    document: FlowJson | None = None


class ReportOut(msgspec.Struct, frozen=True):
    """Every problem, and for each node its sentence and its ports. Without errors it can be published."""

    can_publish: bool
    problems: list[Problem]
    summaries: dict[str, str]
    ports: dict[str, list[Port]]


class SavedOut(msgspec.Struct, frozen=True):
    """The draft's new revision (also in the ETag) and what is to be said about it."""

    revision: int
    report: ReportOut


class DraftOut(msgspec.Struct, frozen=True):
    """The draft as it was last saved."""

    revision: int
    document: dict[str, Any]


class PublishIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`include_current`: also let in whoever matches an entry segment already."""

    include_current: Annotated[bool, Meta(examples=[True])] = False


class PublishedOut(msgspec.Struct, frozen=True):
    """The new version and how many people came in with it."""

    number: int
    entered: int


class VersionOut(msgspec.Struct, frozen=True):
    """A published version. `fingerprint` is the same for versions that do the same."""

    number: int
    fingerprint: str
    published_at: datetime
    is_live: bool


class WholeVersionOut(msgspec.Struct, frozen=True):
    """A version with its document."""

    number: int
    fingerprint: str
    published_at: datetime
    document: dict[str, Any]


class NodeCountsOut(msgspec.Struct, frozen=True):
    """At one node: how many wait, how many were set aside, how many passed by each port."""

    waiting: int
    set_aside: int
    passed: dict[str, int]


class CountsOut(msgspec.Struct, frozen=True):
    """Counts of a version, by node key; nodes where nobody stands or passed are left out."""

    version: int
    nodes: dict[str, NodeCountsOut]


# How many errors a draft has, and its drawing; None where nobody asked.
More = tuple[int | None, dict[str, Any] | None]
_NOTHING_MORE: More = (None, None)


def people_of(standing: dict[Standing, int] | None) -> People:
    by = standing or {}
    return People(by.get(Standing.WAITING, 0), by.get(Standing.ENDED, 0), by.get(Standing.SET_ASIDE, 0))


def journey_out(
    row: Record, standing: dict[Standing, int] | None, lately: tuple[int, int], more: More = _NOTHING_MORE
) -> JourneyOut:
    """Return a row of `store.page` with its numbers."""
    return JourneyOut(
        row.slug, row.name, row.description, row.state, row.number, row.revision,
        row.fingerprint != row.live_fingerprint, people_of(standing), Recent(*lately), row.created_at,
        row.updated_at, *more,
    )  # fmt: skip


def report_out(report: Report) -> ReportOut:
    ports = {key: list(ports) for key, ports in report.ports.items()}
    return ReportOut(not report.errors, report.problems, report.summaries, ports)
