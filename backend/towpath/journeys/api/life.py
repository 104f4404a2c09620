"""Publishing, pausing, archiving; versions and their counts."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, delete, get, post, put
from litestar.params import Parameter

from towpath.engine.registry import Registry
from towpath.engine.walk import Standing
from towpath.journeys import actions, store
from towpath.journeys.api.drafts import describe
from towpath.journeys.api.shapes import (
    CountsOut,
    JourneyOut,
    JourneySlug,
    NodeCountsOut,
    PublishedOut,
    PublishIn,
    VersionOut,
    WholeVersionOut,
)
from towpath.journeys.previews import PublishPreview, preview
from towpath.journeys.walking import here_and_now
from towpath.kit.bell import ADVANCE, SEND, Bell
from towpath.kit.clock import Clock
from towpath.kit.db import Conn
from towpath.kit.errors import NotFound
from towpath.web.auth import Actor, Permission, requires

_MAY_PUBLISH = [requires(Permission.JOURNEYS_PUBLISH)]
_MAY_READ = [requires(Permission.JOURNEYS_READ)]


class LifeController(Controller):
    """Whether a journey runs. A state is a resource: put it to begin it, delete it to end it."""

    path = "/journeys/{journey:str}"
    tags = ["Journeys"]

    @put("/pause", guards=_MAY_PUBLISH, summary="Pause: nobody moves, nothing is sent")
    async def pause(self, conn: Conn, now: datetime, journey: JourneySlug) -> JourneyOut:
        await actions.pause(conn, journey)
        return await describe(conn, journey, now)

    @delete("/pause", guards=_MAY_PUBLISH, status_code=200, summary="Resume")
    async def resume(self, conn: Conn, now: datetime, bell: Bell, journey: JourneySlug) -> JourneyOut:
        await actions.resume(conn, journey)
        await bell.ring(ADVANCE)
        await bell.ring(SEND)
        return await describe(conn, journey, now)

    @put("/archive", guards=_MAY_PUBLISH, summary="Archive: everybody leaves, nothing more is sent")
    async def archive(self, conn: Conn, now: datetime, clock: Clock, journey: JourneySlug) -> JourneyOut:
        await actions.archive(conn, journey, await here_and_now(conn, clock))
        return await describe(conn, journey, now)

    @delete("/archive", guards=_MAY_PUBLISH, status_code=200, summary="Take out of the archive, as a draft")
    async def restore(self, conn: Conn, now: datetime, journey: JourneySlug) -> JourneyOut:
        await actions.restore(conn, journey)
        return await describe(conn, journey, now)

    @get(
        "/publish-preview",
        guards=[requires(Permission.JOURNEYS_READ, Permission.SEGMENTS_READ)],
        summary="What publishing the draft would do",
    )
    async def preview_publishing(
        self, conn: Conn, clock: Clock, registry: Registry, journey: JourneySlug
    ) -> PublishPreview:
        """Changes since the last version in sentences, who would come in now, and who stays on older versions."""
        return await preview(conn, journey, await here_and_now(conn, clock), registry)

    @get("/counts", guards=_MAY_READ, summary="Who stands where in a version")
    async def get_counts(
        self,
        conn: Conn,
        journey: JourneySlug,
        version: Annotated[
            int | None, Parameter(ge=1, le=2**31 - 1, description="Left out: the live one.")
        ] = None,
    ) -> CountsOut:
        row = await store.find(conn, journey)
        wanted = [
            v
            for v in await store.versions(conn, row.id)
            if (v.id == row.live_version_id if version is None else v.number == version)
        ]
        if not wanted:
            never = "This journey was never published, so nobody stands anywhere."
            raise NotFound(f"There is no version {version}." if version else never)
        passed, here = await store.counts(conn, wanted[0].id)
        keys = {key for key, _ in (*passed, *here)}
        nodes = {
            key: NodeCountsOut(
                here.get((key, Standing.WAITING), 0),
                here.get((key, Standing.SET_ASIDE), 0),
                {port: n for (k, port), n in passed.items() if k == key},
            )
            for key in sorted(keys)
        }
        return CountsOut(wanted[0].number, nodes)


class VersionsController(Controller):
    """Published versions: numbered, immutable."""

    path = "/journeys/{journey:str}/versions"
    tags = ["Journeys"]

    @post(guards=_MAY_PUBLISH, summary="Publish the draft as the next version")
    async def publish(
        self,
        conn: Conn,
        clock: Clock,
        registry: Registry,
        bell: Bell,
        actor: Actor,
        journey: JourneySlug,
        data: PublishIn,
    ) -> PublishedOut:
        here = await here_and_now(conn, clock)
        published = await actions.publish(
            conn, journey, here, registry, include_current=data.include_current, user=actor.user_id
        )
        await bell.ring(ADVANCE)
        return PublishedOut(published.number, published.entered)

    @get(guards=_MAY_READ, summary="All versions, newest first")
    async def list_versions(self, conn: Conn, journey: JourneySlug) -> list[VersionOut]:
        row = await store.find(conn, journey)
        return [
            VersionOut(v.number, v.fingerprint, v.published_at, v.id == row.live_version_id)
            for v in await store.versions(conn, row.id)
        ]

    @get("/{number:int}", guards=_MAY_READ, summary="One version with its document")
    async def get_version(self, conn: Conn, journey: JourneySlug, number: int) -> WholeVersionOut:
        row = await store.find(conn, journey)
        found = await store.version(conn, row.id, number)
        return WholeVersionOut(found.number, found.fingerprint, found.published_at, found.document)
