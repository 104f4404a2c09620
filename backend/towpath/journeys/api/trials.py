"""Trying a draft with one person."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, post
from msgspec import Meta

from towpath.engine.document import as_document
from towpath.engine.registry import Registry
from towpath.journeys.api.shapes import FlowJson, JourneySlug
from towpath.journeys.trials import Trial, Wish, try_out
from towpath.kit.clock import Clock
from towpath.kit.db import Database
from towpath.settings import Settings
from towpath.web.auth import Permission, requires


class TrialIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to try with. `document` is a draft that is not saved yet; left out: the saved one.

    `entry` is the key of the start to come in by; left out: the first. `data` is what the person brings along: the
    properties of the event, or the data given at entry. `answers` are ways out to take, by the node's key, whatever
    is true of the person: to see the other way, or to leap over something that has not happened yet.
    """

    contact_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    entry: Annotated[str, Meta(max_length=64)] = ""
    document: FlowJson | None = None
    data: Annotated[dict[str, Any], Meta(examples=[{"order": 4711}])] = {}
    answers: Annotated[dict[str, str], Meta(examples=[{"bought": "yes"}])] = {}


class TrialsController(Controller):
    """Trials: one person walks a draft, on a clock that leaps over waits. Nothing is sent, nothing is changed."""

    path = "/journeys/{journey:str}/trials"
    tags = ["Journeys"]

    @post(
        guards=[requires(Permission.JOURNEYS_READ, Permission.CONTACTS_READ)],
        status_code=200,
        summary="Walk one contact through the draft; nothing is sent",
        operation_id="try_journey",
        opt={"idempotent": False},
    )
    async def try_journey(
        self,
        db: Database,
        clock: Clock,
        registry: Registry,
        settings: Settings,
        journey: JourneySlug,
        data: TrialIn,
    ) -> Trial:
        """The way that the contact would take if they came in now and did nothing but what the journey does to them."""
        wish = Wish(
            contact_id=data.contact_id, entry=data.entry, data=data.data, answers=data.answers,
            document=None if data.document is None else as_document(data.document),
        )  # fmt: skip
        return await try_out(db, clock, registry, settings.base_url, journey, wish)
