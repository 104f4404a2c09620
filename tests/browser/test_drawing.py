"""Drawing a journey of twelve steps with two questions: by mouse alone, and by keyboard alone."""

import httpx
from playwright.async_api import expect
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.table import Table, draft, edges
from tests.factories import a_contact, a_message, a_topic


async def supplies(house: House) -> None:
    """Two messages, a topic and two tags, to choose from."""
    async with house.wiring.db.transaction() as conn:
        await a_topic(conn, "news")
        await a_message(conn, "hello")
        await a_message(conn, "offer")
        await a_contact(conn, "ada@example.com", tags=["vip", "lead"])


async def test_twelve_steps_by_mouse_alone(visit: Visit, house: House, api: httpx.AsyncClient) -> None:
    await supplies(house)
    slug = (await api.post("/api/v1/journeys", json={"name": "By mouse"})).json()["slug"]
    page = await visit(f"/journeys/{slug}")
    table = Table(page)
    await table.is_there()

    await page.get_by_role("main").get_by_role("button", name="Added by hand").last.click()
    await table.has("added-by-hand")
    await table.drag_in("Send email", after="added-by-hand")
    await table.choose("Message", "Hello")
    await table.choose("Topic", "News")
    await table.insert("Wait", after="send-email")
    await table.settings.get_by_role("button", name="2 days").click()
    await table.drag_in("Yes or no", after="wait")
    await table.ask_for_tag("vip")
    await table.insert("Send email", after="yes-or-no", port="yes")
    await table.choose("Message", "Offer")
    await table.choose("Topic", "News")
    await table.insert("Tag", after="send-email-2")
    await table.choose("Add tags", "lead")
    await table.insert("Exit", after="tag")
    # Onto an edge: between the wait and the question.
    await table.insert("Wait", after="yes-or-no", port="no")
    await table.insert("Yes or no", after="wait-2")
    await table.ask_for_tag("lead")
    await table.insert("Wait", after="yes-or-no-2", port="yes")
    await table.insert("Exit", after="wait-3")
    await table.drag(table.port("yes-or-no-2", "no"), table.card("tag"))
    await table.drag_in("Wait", after="send-email")
    assert await table.cards.count() == 12

    await expect(table.button("No problems")).to_be_visible()
    await table.is_saved()
    assert edges(await draft(api, slug)) == {
        "added-by-hand:next>send-email", "send-email:next>wait-4", "wait-4:next>wait", "wait:next>yes-or-no",
        "yes-or-no:yes>send-email-2", "send-email-2:next>tag", "tag:next>exit", "yes-or-no:no>wait-2",
        "wait-2:next>yes-or-no-2", "yes-or-no-2:yes>wait-3", "wait-3:next>exit-2", "yes-or-no-2:no>tag",
    }  # fmt: skip
