"""Sets of contacts change together, and only what changed is told to segments."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from towpath.contacts.store import (
    IdentityTaken,
    add_tags,
    change_tags,
    create_known,
    insert_contacts,
    lock_identities,
    note_changes,
    set_values,
)  # fmt: skip
from towpath.kit.db import Conn, Database
from towpath.kit.errors import Invalid

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


async def people(conn: Conn, *names: str) -> list[int]:
    await lock_identities(conn)
    made = await insert_contacts(conn, [{"external_id": name} for name in names], NOW)
    ids = {external_id: contact for contact, external_id, _ in made}
    return [ids[name] for name in names]


async def declare(conn: Conn, key: str, kind: str) -> None:
    await conn.exec_driver_sql("INSERT INTO attribute (key, name, type) VALUES ($1, $1, $2)", (key, kind))


async def watch(conn: Conn, *facts: str) -> None:
    for fact in facts:
        await conn.exec_driver_sql("INSERT INTO watched_fact (fact) VALUES ($1)", (fact,))


async def changed(conn: Conn) -> list[int]:
    return sorted((await conn.exec_driver_sql("DELETE FROM contact_change RETURNING contact_id")).scalars())


async def fields(conn: Conn, contact: int, columns: str) -> Sequence[object]:
    return tuple(
        (await conn.exec_driver_sql(f"SELECT {columns} FROM contact WHERE id = $1", (contact,))).one()
    )


async def tags_of(conn: Conn, contact: int) -> set[str]:
    rows = await conn.exec_driver_sql(
        "SELECT name FROM tag JOIN contact_tag ON tag_id = tag.id WHERE contact_id = $1", (contact,)
    )
    return set(rows.scalars())


async def test_nobody_is_queued_for_a_fact_that_nobody_watches(db: Database) -> None:
    async with db.transaction() as conn:
        ids = await people(conn, "ada", "bob")
        await watch(conn, "tag:vip")

        await note_changes(conn, ids, ["tag:other", "attribute:city"])

        assert await changed(conn) == []


async def test_contacts_are_queued_once_when_one_of_their_facts_is_watched(db: Database) -> None:
    async with db.transaction() as conn:
        ids = await people(conn, "ada", "bob")
        await watch(conn, "tag:vip", "attribute:city")

        await note_changes(conn, ids, ["tag:vip", "attribute:city"])

        assert await changed(conn) == ids


async def test_a_new_contact_concerns_every_watcher(db: Database) -> None:
    async with db.transaction() as conn:
        await people(conn, "ada")
        assert await changed(conn) == []
        await watch(conn, "event:purchase")

        ids = await people(conn, "bob")

        assert await changed(conn) == ids


async def test_tags_compare_without_case_and_are_made_when_missing(db: Database) -> None:
    async with db.transaction() as conn:
        ada, bob = await people(conn, "ada", "bob")
        await change_tags(conn, [ada], ["VIP"], [], NOW)

        await change_tags(conn, [ada, bob, bob], ["vip", "  Neu 🎉 "], [], NOW)

        assert await tags_of(conn, ada) == await tags_of(conn, bob) == {"VIP", "Neu 🎉"}


async def test_a_tag_that_was_there_already_is_no_news(db: Database) -> None:
    async with db.transaction() as conn:
        ada, bob = await people(conn, "ada", "bob")
        await change_tags(conn, [ada], ["VIP"], [], NOW)
        await watch(conn, "tag:vip")

        await change_tags(conn, [ada, bob], ["vip"], [], NOW)
        assert await changed(conn) == [bob]

        await change_tags(conn, [bob], [], ["Vip", "never-seen"], NOW)
        assert await changed(conn) == [bob]
        assert await tags_of(conn, bob) == set()


async def test_contacts_that_are_gone_get_no_tag_and_harm_nobody(db: Database) -> None:
    async with db.transaction() as conn:
        (ada,) = await people(conn, "ada")

        assert await add_tags(conn, [(ada, "vip"), (ada + 1000, "vip")], NOW) == {ada}


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "nul\0"])
async def test_a_tag_without_a_usable_name_is_refused(db: Database, name: str) -> None:
    async with db.transaction() as conn:
        (ada,) = await people(conn, "ada")
        with pytest.raises(Invalid):
            await change_tags(conn, [ada], [name], [], NOW)


async def test_values_are_set_for_all_and_told_only_for_those_who_changed(db: Database) -> None:
    async with db.transaction() as conn:
        ada, bob = await people(conn, "ada", "bob")
        await declare(conn, "points", "number")
        await set_values(conn, [ada], {"points": 3, "city": "Köln"}, NOW)
        await watch(conn, "attribute:points")

        await set_values(conn, [bob, ada, ada], {"points": 3.0, "city": "Köln"}, NOW)

        assert await changed(conn) == [bob]
        assert await fields(conn, bob, "city, attributes") == ("Köln", {"points": 3.0})


async def test_none_clears_a_field_and_an_attribute(db: Database) -> None:
    async with db.transaction() as conn:
        (ada,) = await people(conn, "ada")
        await declare(conn, "plan", "text")
        await set_values(conn, [ada], {"plan": "pro", "city": "Rome"}, NOW)

        await set_values(conn, [ada], {"plan": None, "city": None}, NOW)

        assert await fields(conn, ada, "city, attributes") == (None, {})


BAD_VALUES = [
    ("points", "three"),
    ("points", True),
    ("points", float("nan")),
    ("is_member", 1),
    ("born", "31.01.2030"),
    ("seen", "2030-01-31T09:00:00"),
    ("plan", 5),
    ("plan", "nul\0"),
    ("undeclared", "x"),
    ("time_zone", "Mars/Phobos"),
    ("country", "Atlantis"),
    ("language", "in English please"),
    ("email", "a@b@c"),
    ("city", ["Rome"]),
]


@pytest.mark.parametrize(("key", "value"), BAD_VALUES)
async def test_a_value_that_does_not_fit_is_refused_and_named(db: Database, key: str, value: object) -> None:
    async with db.transaction() as conn:
        (ada,) = await people(conn, "ada")
        for name, kind in [("points", "number"), ("is_member", "boolean"), ("born", "date"), ("seen", "moment"),
                           ("plan", "text")]:  # fmt: skip
            await declare(conn, name, kind)

        with pytest.raises(Invalid) as caught:
            await set_values(conn, [ada], {key: value}, NOW)

        assert caught.value.faults[0].pointer.endswith(key)


async def test_moments_are_kept_in_utc(db: Database) -> None:
    async with db.transaction() as conn:
        (ada,) = await people(conn, "ada")
        await declare(conn, "seen", "moment")

        await set_values(conn, [ada], {"seen": "2030-01-31T09:00:00+01:00"}, NOW)

        assert await fields(conn, ada, "attributes") == ({"seen": "2030-01-31T08:00:00Z"},)


async def test_an_address_of_somebody_else_cannot_be_taken(db: Database) -> None:
    async with db.transaction() as conn:
        ada, bob = await people(conn, "ada", "bob")
        await set_values(conn, [ada], {"email": "Ada@Example.com"}, NOW)
        await set_values(conn, [ada], {"email": "ADA@example.com"}, NOW)

        with pytest.raises(IdentityTaken):
            await set_values(conn, [bob], {"email": "ada@example.com"}, NOW)
        with pytest.raises(Invalid):
            await set_values(conn, [ada, bob], {"external_id": "both"}, NOW)


async def test_strangers_are_made_once_however_they_are_named(db: Database) -> None:
    async with db.transaction() as conn:
        await people(conn, "ada")
        names = [
            ("ada", None),
            (None, "bob@example.com"),
            ("bob", "Bob@example.com"),
            ("bob", None),
            (None, "c@c.de"),
        ]

        assert await create_known(conn, names, NOW) == 2
        assert await create_known(conn, names, NOW) == 0
