"""The baseline: a plain engine with one arq job per contact and step, tuned as well as arq allows.

Each job loads its enrollment and contact by the ORM, does the step, keeps a history row, commits, and enqueues the
next. The wait is skipped, which favours it. Same journey, same contacts, same servers as the reference.
"""

import asyncio
from datetime import timedelta
from time import perf_counter

import scratch
import world
from arq import Worker
from arq.connections import create_pool
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import BigInteger, DateTime, Identity, String, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from towpath.contacts.model import Contact, ContactTag, Tag
from towpath.events.model import EventName, event
from towpath.journeys.model import Enrollment
from towpath.kit.bell import redis_settings
from towpath.kit.db import Base
from towpath.wiring import Wiring

CONTACTS = 600
_LETTER = ImmutableSandboxedEnvironment(autoescape=True).from_string(world.HTML)


class NaiveStep(Base):
    """One row per step."""

    __tablename__ = "naive_step"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    node: Mapped[str] = mapped_column(String)
    at: Mapped[object] = mapped_column(DateTime(timezone=True), server_default=func.now())


class NaiveMail(Base):
    """One rendered message."""

    __tablename__ = "naive_mail"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigInteger)
    html: Mapped[str]


async def step(ctx: dict, enrollment_id: int, node: str) -> None:
    """Do one step of one contact."""
    async with ctx["session"]() as session:
        enrollment = await session.get(Enrollment, enrollment_id)
        contact = await session.get(Contact, enrollment.contact_id)
        port = await _do(session, contact, node)
        session.add(NaiveStep(enrollment_id=enrollment_id, node=node))
        following = ctx["follows"].get((node, port))
        if following is None:
            enrollment.status = 2
        enrollment.steps += 1
        await session.commit()
    if following is not None:
        await ctx["redis"].enqueue_job("step", enrollment_id, following)


async def _do(session, contact: Contact, node: str) -> str:
    if node in ("mark", "active-tag"):
        name = "in-reference" if node == "mark" else "active"
        tag = (await session.execute(select(Tag.id).where(Tag.name == name))).scalar_one()
        await session.execute(
            upsert(ContactTag).values(contact_id=contact.id, tag_id=tag).on_conflict_do_nothing()
        )
    elif node == "pro":
        return "yes" if contact.attributes.get("plan") == "pro" else "no"
    elif node == "mail":
        person = {"first_name": contact.first_name, "last_name": contact.last_name, "city": contact.city,
                  "country": contact.country, "email": contact.email, "external_id": contact.external_id,
                  **contact.attributes}  # fmt: skip
        session.add(NaiveMail(contact_id=contact.id, html=_LETTER.render(contact=person)))
    elif node == "active":
        since = world.START - timedelta(days=20)
        query = (
            select(func.count())
            .select_from(event.join(EventName.__table__, EventName.id == event.c.name_id))
            .where(event.c.contact_id == contact.id, EventName.name == "visited", event.c.at >= since)
        )
        return "yes" if (await session.execute(query)).scalar_one() else "no"
    return "next"


async def rate() -> float:
    """Return the steps per second of one worker."""
    async with scratch.installation() as w:
        await world.populate(w, CONTACTS)
        slug = await world.publish_reference(w)
        await world.enroll_all(w, slug)
        ids = await _prepare(w)
        redis = await create_pool(redis_settings(w.settings.redis_url))
        for number in ids:
            await redis.enqueue_job("step", number, "in")
        seconds = await _work(w)
        async with w.db.transaction() as conn:
            steps = (await conn.execute(select(func.count()).select_from(NaiveStep))).scalar_one()
            ended = (
                await conn.execute(text("SELECT count(*) FROM enrollment WHERE status = 2"))
            ).scalar_one()
        assert ended == CONTACTS, f"{ended} of {CONTACTS} arrived"
        await redis.aclose()
        return steps / seconds


async def _prepare(w: Wiring) -> list[int]:
    async with w.db.engine.begin() as conn:
        tables = [NaiveStep.__table__, NaiveMail.__table__]
        await conn.run_sync(lambda sync: Base.metadata.create_all(sync, tables=tables))
        await conn.execute(text("INSERT INTO tag (name) VALUES ('in-reference'), ('active')"))
        return list((await conn.execute(select(Enrollment.id))).scalars())


async def _work(w: Wiring) -> float:
    follows = {(e["from"], e["port"]): e["to"] for e in world.REFERENCE["edges"]}
    session = async_sessionmaker(w.db.engine, expire_on_commit=False)
    worker = Worker(
        functions=[step], redis_settings=redis_settings(w.settings.redis_url), burst=True, poll_delay=0.02,
        max_jobs=50, keep_result=0, handle_signals=False, ctx={"session": session, "follows": follows},
    )  # fmt: skip
    began = perf_counter()
    await worker.async_run()
    seconds = perf_counter() - began
    await worker.close()
    return seconds


if __name__ == "__main__":
    print(asyncio.run(rate()))
