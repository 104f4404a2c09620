"""What travels over HTTP about segments."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from towpath.kit.errors import Fault
from towpath.kit.ids import SLUG_PATTERN
from towpath.segments.queries import Counted, Member, User
from towpath.segments.rows import SegmentRow

Line = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*(?![\s\S])")
]
Text = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*(?![\s\S])")]
Condition = Annotated[
    dict[str, Any],
    Meta(
        description="A tree of tests; see GET /api/v1/condition-types.",
        examples=[{"all": [{"attribute": "country", "op": "in", "value": ["DE", "AT"]},
                           {"event": "purchase", "count": {"at_least": 3}, "within": "P90D"}]}],
        extra_json_schema={"x-widget": "condition"},
    ),
]  # fmt: skip
ContactIds = Annotated[list[Annotated[int, Meta(ge=1, le=2**63 - 1)]], Meta(max_length=10_000)]


class SegmentIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new segment: dynamic, by a condition, or fixed, a list kept by hand. Without a slug one is made of the name."""

    name: Annotated[Line, Meta(examples=["Good customers"])]
    kind: Literal["dynamic", "fixed"] = "dynamic"
    condition: Condition | None = None
    description: Text = ""
    slug: Annotated[str, Meta(pattern=SLUG_PATTERN, examples=["good-customers"])] | None = None


class SegmentPut(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A segment as it is to be. Whether it is dynamic or fixed stays."""

    name: Annotated[Line, Meta(examples=["Good customers"])]
    condition: Condition | None = None
    description: Text = ""


class SegmentItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """A segment in a list. `count` is null where members are not kept: ask for the segment itself."""

    slug: str
    name: str
    description: str
    kind: str
    words: str
    is_watched: bool
    count: int | None
    created_at: datetime
    updated_at: datetime


class SegmentOut(SegmentItemOut, frozen=True, kw_only=True):
    """A segment. `count` is as of now; null when counting took longer than five seconds."""

    condition: dict[str, Any] | None
    revision: int
    used_by: list[User]


class DraftIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition that may be unfinished."""

    condition: Condition


class DraftCountOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a condition says in words, what is wrong with it, and whom it selects.

    `count` and `sample` are null while there are faults, and when counting took longer than five seconds.
    """

    words: str
    faults: list[Fault]
    count: int | None
    sample: list[Member] | None
    is_too_slow: bool


class MembersIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ids of contacts to put into a fixed segment and to take out of it."""

    add: Annotated[ContactIds, Meta(examples=[[17, 18]])] = []
    remove: ContactIds = []


def item_out(segment: SegmentRow, words: str, count: int | None) -> SegmentItemOut:
    return SegmentItemOut(**_shared(segment), words=words, count=count)


def segment_out(segment: SegmentRow, words: str, count: int | None, used_by: list[User]) -> SegmentOut:
    return SegmentOut(
        **_shared(segment), words=words, count=count, condition=segment.condition, revision=segment.revision,
        used_by=used_by,
    )  # fmt: skip


def draft_out(words: str, faults: list[Fault], counted: Counted | None) -> DraftCountOut:
    """Answer for a draft; `counted` None: it was not asked, because of its faults."""
    if counted is None:
        return DraftCountOut(words=words, faults=faults, count=None, sample=None, is_too_slow=False)
    return DraftCountOut(
        words=words,
        faults=faults,
        count=counted.count,
        sample=counted.sample,
        is_too_slow=counted.count is None,
    )


def _shared(segment: SegmentRow) -> dict[str, Any]:
    names = ("slug", "name", "description", "kind", "is_watched", "created_at", "updated_at")
    return {name: getattr(segment, name) for name in names}
