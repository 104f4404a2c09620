"""Watched segments: who joins and leaves is told once, at its moment, whatever brought it about."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.slices.segments.steps import bought, contacts, fresh, segment, value

from towpath.contacts.store import change_tags
from towpath.kit.db import Database, driver
from towpath.kit.errors import Invalid
from towpath.segments.actions import Draft, bring, change_list
from towpath.segments.store import Refreshed, member_ids, names, refresh, watch

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
LATELY = {"event": "purchase", "within": "PT24H"}


async def test_an_event_lets_somebody_join_and_time_lets_them_leave(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "lately", LATELY)
        (ada,) = await contacts(conn, 1)
        await watch(conn, ["lately"], NOW, "UTC")
        await bought(conn, ada, NOW)

    assert await fresh(db, NOW) == Refreshed([(number, [ada])], [], more=False)
    assert await fresh(db, NOW + DAY) == Refreshed([], [], more=False)
    assert await fresh(db, NOW + DAY + TICK) == Refreshed([], [(number, [ada])], more=False)
    assert await value(db, "SELECT count(*) FROM segment_recheck") == 0


async def test_a_calendar_day_ends_at_its_time_of_day_where_the_person_lives(db: Database) -> None:
    at = datetime(2030, 3, 30, 12, tzinfo=UTC)  # The clocks of Berlin go forward that night.
    async with db.transaction() as conn:
        number = await segment(conn, "lately", {"event": "purchase", "within": "P1D"})
        (berliner,) = await contacts(conn, 1, time_zone="Europe/Berlin")
        (stranger,) = await contacts(conn, 1)
        await bought(conn, berliner, at)
        await bought(conn, stranger, at)
        await watch(conn, ["lately"], at, "UTC")

    assert (await fresh(db, at + timedelta(hours=23))).left == []
    assert (await fresh(db, at + timedelta(hours=23) + TICK)).left == [(number, [berliner])]
    assert (await fresh(db, at + timedelta(hours=24) + TICK)).left == [(number, [stranger])]


async def test_who_is_in_when_watching_begins_is_no_news(db: Database) -> None:
    async with db.transaction() as conn:
        await segment(conn, "everybody", {"not": {"tag": "nobody"}})
        ids = await contacts(conn, 3)
        await watch(conn, ["everybody"], NOW, "UTC")
        assert await member_ids(conn, "everybody", NOW, "UTC") == ids

    assert await fresh(db, NOW) == Refreshed([], [], more=False)
    assert await value(db, "SELECT count(*) FROM segment_member") == 3


async def test_a_new_contact_may_match_what_nobody_has(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "untagged", {"not": {"tag": "vip"}})
        await watch(conn, ["untagged"], NOW, "UTC")
        (ada,) = await contacts(conn, 1)

    assert (await fresh(db, NOW)).joined == [(number, [ada])]


async def test_only_facts_that_matter_are_told(db: Database) -> None:
    async with db.transaction() as conn:
        await segment(conn, "list", None)
        await segment(conn, "inner", {"any": [{"attribute": "plan", "op": "is_set"}, {"segment": "list"}]})
        await segment(conn, "outer", {"all": [{"segment": "inner"}, {"tag": "VIP"}, {"event": "visit", "within": "P1D"},
                                              {"topic": "news"}]})  # fmt: skip
        await watch(conn, ["outer"], NOW, "UTC")

    facts = await value(db, "SELECT array_agg(fact ORDER BY fact) FROM watched_fact")
    assert facts == [
        "attribute:plan", "attribute:time_zone", "event:visit", "segment:list", "tag:vip", "topic:news",
    ]  # fmt: skip


async def test_a_change_by_hand_of_a_watched_list_is_told(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "friends", None)
        ada, bob = await contacts(conn, 2)
        await change_list(conn, "friends", [bob], [], NOW)
        await watch(conn, ["friends"], NOW, "UTC")
        await change_list(conn, "friends", [ada, bob], [], NOW)

    assert await fresh(db, NOW) == Refreshed([(number, [ada])], [], more=False)
    async with db.transaction() as conn:
        await change_list(conn, "friends", [], [ada], NOW)
    assert await fresh(db, NOW) == Refreshed([], [(number, [ada])], more=False)


async def test_changes_are_taken_in_bites(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "vips", {"tag": "vip"})
        ids = await contacts(conn, 25)
        await watch(conn, ["vips"], NOW, "UTC")
        await change_tags(conn, ids, ["vip"], [], NOW)

    async with db.transaction() as conn:
        first = await refresh(conn, NOW, "UTC", 10)
    assert first.more
    assert len(first.joined[0][1]) == 10
    rest = await fresh(db, NOW, limit=10)
    assert sorted(first.joined[0][1] + rest.joined[0][1]) == ids
    assert rest.joined[0][0] == number


async def test_many_due_moments_are_taken_in_bites_however_far_the_clock_jumps(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "lately", LATELY)
        ids = await contacts(conn, 25)
        for contact in ids:
            await bought(conn, contact, NOW)
        await watch(conn, ["lately"], NOW, "UTC")

    gone = await fresh(db, NOW + timedelta(days=9000), limit=10)

    assert [(segment, sorted(left)) for segment, left in gone.left] == [(number, ids)]


async def test_an_event_of_the_future_counts_when_its_moment_comes(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "buyers", {"event": "purchase"})
        (ada,) = await contacts(conn, 1)
        await watch(conn, ["buyers"], NOW, "UTC")
        await bought(conn, ada, NOW + DAY)

    assert (await fresh(db, NOW)).joined == []
    assert (await fresh(db, NOW + DAY - TICK)).joined == []
    assert (await fresh(db, NOW + DAY)).joined == [(number, [ada])]


async def test_a_clock_that_is_set_back_finds_everybody_anew(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "lately", LATELY)
        (ada,) = await contacts(conn, 1)
        await bought(conn, ada, NOW - timedelta(days=400))
        await watch(conn, ["lately"], NOW, "UTC")

    back = NOW - timedelta(days=400)

    assert await fresh(db, back) == Refreshed([(number, [ada])], [], more=False)
    assert (await fresh(db, back + DAY + TICK)).left == [(number, [ada])]


async def test_another_zone_of_the_workspace_finds_those_anew_for_whom_it_matters(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "today", {"attribute": "since", "op": "in_last", "value": "P1D"})
        await segment(conn, "tagged", {"tag": "vip"})
        (ada,) = await contacts(conn, 1, attributes='{"since": "2030-01-05"}')
        await watch(conn, ["today", "tagged"], datetime(2030, 1, 7, 1, tzinfo=UTC), "UTC")
    before = await value(db, "SELECT watched_as FROM segment WHERE slug = 'tagged'")

    news = await fresh(db, datetime(2030, 1, 7, 1, tzinfo=UTC), "America/New_York")

    assert news.joined == [(number, [ada])]
    assert await value(db, "SELECT watched_as FROM segment WHERE slug = 'tagged'") == before


async def test_a_changed_condition_in_the_middle_of_others_is_noticed_with_its_facts(db: Database) -> None:
    async with db.transaction() as conn:
        await segment(conn, "inner", {"tag": "old"})
        number = await segment(conn, "outer", {"not": {"segment": "inner"}})
        ada, bob = await contacts(conn, 2)
        await change_tags(conn, [ada], ["new"], [], NOW)
        await watch(conn, ["outer"], NOW, "UTC")
        await bring(conn, "inner", Draft("Inner", "", "dynamic", {"tag": "new"}))

    assert (await fresh(db, NOW)).left == [(number, [ada])]
    async with db.transaction() as conn:
        await change_tags(conn, [bob], ["new"], [], NOW)
    assert (await fresh(db, NOW)).left == [(number, [bob])]


async def test_a_deleted_contact_is_no_news_and_stops_nothing(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "lately", LATELY)
        ada, bob = await contacts(conn, 2)
        await bought(conn, ada, NOW)
        await watch(conn, ["lately"], NOW, "UTC")
        await bought(conn, ada, NOW)
        await bought(conn, bob, NOW)
        await (await driver(conn)).execute("DELETE FROM contact WHERE id = $1", ada)

    assert await fresh(db, NOW) == Refreshed([(number, [bob])], [], more=False)
    assert await value(db, "SELECT array_agg(contact_id) FROM segment_recheck") == [bob]


async def test_what_is_no_longer_watched_is_forgotten(db: Database) -> None:
    async with db.transaction() as conn:
        await segment(conn, "lately", LATELY)
        await segment(conn, "friends", None)
        (ada,) = await contacts(conn, 1)
        await bought(conn, ada, NOW)
        await change_list(conn, "friends", [ada], [], NOW)
        await watch(conn, ["lately", "friends"], NOW, "UTC")
        await bought(conn, ada, NOW)
        await watch(conn, [], NOW, "UTC")

    for query, left in {
        "watched_fact": 0,
        "contact_change": 0,
        "segment_recheck": 0,
        "segment_member": 1,
    }.items():
        assert await value(db, f"SELECT count(*) FROM {query}") == left, query
    assert await fresh(db, NOW + 9 * DAY) == Refreshed([], [], more=False)


async def test_watching_again_what_is_watched_loses_no_news(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "vips", {"tag": "vip"})
        (ada,) = await contacts(conn, 1)
        await watch(conn, ["vips"], NOW, "UTC")
        await change_tags(conn, [ada], ["vip"], [], NOW)
        await watch(conn, ["vips"], NOW, "UTC")

    assert (await fresh(db, NOW)).joined == [(number, [ada])]


async def test_a_segment_that_does_not_exist_cannot_be_watched(db: Database) -> None:
    async with db.transaction() as conn:
        with pytest.raises(Invalid, match="no segment “nowhere”"):
            await watch(conn, ["nowhere"], NOW, "UTC")


async def test_one_segment_that_cannot_be_used_does_not_stop_the_others(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "good", {"tag": "vip"})
        await segment(conn, "bad", {"segment": "bad"})
        (ada,) = await contacts(conn, 1)
        await watch(conn, ["good", "bad"], NOW, "UTC")
        await change_tags(conn, [ada], ["vip"], [], NOW)

    assert (await fresh(db, NOW)).joined == [(number, [ada])]


async def test_the_names_of_all_segments_are_known(db: Database) -> None:
    async with db.transaction() as conn:
        await segment(conn, "vips", {"tag": "vip"})

        assert await names(conn) == {"vips": "vips"}
