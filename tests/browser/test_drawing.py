"""Drawing a journey of twelve steps with two questions: by mouse alone, and by keyboard alone."""

import re

import httpx
from playwright.async_api import Page, expect
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

    await table.problems(0)
    await table.is_saved()
    assert edges(await draft(api, slug)) == {
        "added-by-hand:next>send-email", "send-email:next>wait-4", "wait-4:next>wait", "wait:next>yes-or-no",
        "yes-or-no:yes>send-email-2", "send-email-2:next>tag", "tag:next>exit", "yes-or-no:no>wait-2",
        "wait-2:next>yes-or-no-2", "yes-or-no-2:yes>wait-3", "wait-3:next>exit-2", "yes-or-no-2:no>tag",
    }  # fmt: skip


class Keys:
    """Two hands on the keyboard, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def tab_to(self, role: str, name: str) -> None:
        """Press Tab until the keyboard is at something."""
        wanted = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]
        for _ in range(80):
            if await wanted.count() and await wanted.first.evaluate(
                "(element) => element === document.activeElement"
            ):
                return
            await self.page.keyboard.press("Tab")
        await expect(wanted.first).to_be_focused()

    async def pick(self, *words: str) -> None:
        """Type into the list of steps and press Enter, once for each of its pages."""
        await expect(self.page.get_by_role("dialog", name="Choose what comes here")).to_be_visible()
        for one in words:
            await self.page.keyboard.type(one)
            await self.press("Enter")

    async def add(self, *words: str) -> None:
        """Add a step after the one where the keyboard is; its settings open and take the keyboard."""
        await self.press("+")
        await self.pick(*words)
        settings = self.page.get_by_role("complementary", name="Settings of the step")
        await expect(settings.locator(":focus")).to_have_count(1)

    async def leave_settings(self) -> None:
        await self.press("Escape")
        await expect(self.page.get_by_role("tree")).to_be_focused()

    async def choose(self, label: str, words: str) -> None:
        await self.tab_to("combobox", label)
        await self.page.keyboard.type(words)
        await expect(self.page.get_by_role("status").filter(has_text=re.compile("choice"))).to_have_count(1)
        await self.press("Enter")

    async def send(self, message: str) -> None:
        await self.choose("Message", message)
        await self.choose("Topic", "News")
        await self.leave_settings()

    async def ask_for_tag(self, tag: str) -> None:
        await self.tab_to("button", "Set the condition")
        await self.press("Enter")
        await expect(self.page.get_by_role("button", name="Add a test")).to_be_visible()
        await self.tab_to("button", "Add a test")
        await self.press("Enter")
        item = self.page.get_by_role("menuitem", name=re.compile("tag", re.IGNORECASE)).first
        await expect(item).to_be_visible()
        while not await item.evaluate("(element) => element === document.activeElement"):
            await self.press("ArrowDown")
        await self.press("Enter")
        await self.choose("Tag", tag)
        await self.leave_settings()


async def test_twelve_steps_by_keyboard_alone(visit: Visit, house: House, api: httpx.AsyncClient) -> None:
    await supplies(house)
    slug = (await api.post("/api/v1/journeys", json={"name": "By keyboard"})).json()["slug"]
    page = await visit(f"/journeys/{slug}")
    table, keys = Table(page), Keys(page)
    await table.is_there()

    await keys.add("by hand")
    await keys.leave_settings()
    await keys.add("Send email")
    await keys.send("Hello")
    await keys.add("Yes or no")
    await keys.ask_for_tag("vip")
    await keys.add("Yes", "Send email")
    await keys.send("Offer")
    await keys.add("Tag")
    await keys.choose("Add tags", "lead")
    await keys.leave_settings()
    await keys.add("Exit")
    await keys.leave_settings()
    await keys.press("ArrowUp", "ArrowUp", "ArrowUp")
    await keys.add("No", "Wait")
    await keys.leave_settings()
    await keys.add("Yes or no")
    await keys.ask_for_tag("lead")
    await keys.add("Yes", "Wait")
    await keys.leave_settings()
    await keys.add("Exit")
    await keys.leave_settings()
    await keys.press("ArrowUp", "ArrowUp", "+")
    await keys.pick("No", "existing", "Tags")
    await keys.press("Home", "ArrowDown")
    await keys.add("Wait")
    await keys.leave_settings()
    await keys.add("Wait")
    await keys.leave_settings()

    await table.problems(0)
    await keys.press("Control+s")
    await table.is_saved()
    assert edges(await draft(api, slug)) == {
        "added-by-hand:next>send-email", "send-email:next>wait-3", "wait-3:next>wait-4", "wait-4:next>yes-or-no",
        "yes-or-no:yes>send-email-2", "send-email-2:next>tag", "tag:next>exit", "yes-or-no:no>wait",
        "wait:next>yes-or-no-2", "yes-or-no-2:yes>wait-2", "wait-2:next>exit-2", "yes-or-no-2:no>tag",
    }  # fmt: skip
