"""The first ten minutes: from the one-time link to watching somebody walk through one's own journey."""

import re
from datetime import timedelta

from playwright.async_api import FrameLocator, Locator, Page, expect
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.table import Table

from towpath.team.actions import new_setup_link


async def make_the_account(visit: Visit, house: House) -> Page:
    async with house.wiring.db.transaction() as conn:
        page = await visit(await new_setup_link(conn, house.address), role=None)
    await page.get_by_label("Your name").fill("Olga Owner")
    await page.get_by_label("E-mail address").fill("olga@example.com")
    await page.get_by_label("Password", exact=True).fill("a towpath along the water")
    await page.get_by_role("button", name="Make my account").click()
    return page


async def leave_for(page: Page, place: str) -> None:
    """Go to a screen by the navigation."""
    await page.get_by_role("navigation", name="Main navigation").get_by_role("link", name=place).click()


def mail_in(what: Locator) -> FrameLocator:
    """The e-mail that is shown there: a frame without rights in a frame without rights."""
    return what.frame_locator("iframe").frame_locator("iframe")


async def begin_a_journey(page: Page) -> Table:
    """Make a journey from a blank page, and lay its four steps on the table."""
    await leave_for(page, "Journeys")
    await page.get_by_role("button", name="Start with a blank page").click()
    await page.get_by_label("What shall it be called?").fill("Say hello")
    await page.get_by_role("button", name="Make the journey").click()
    table = Table(page)
    await table.is_there()
    await page.get_by_role("main").get_by_role("button", name="Added by hand").last.click()
    await table.insert("Send email", after="added-by-hand")
    await table.insert("Wait", after="send-email")
    await table.insert("Exit", after="wait")
    await table.has("added-by-hand", "send-email", "wait", "exit")
    return table


async def write_its_mail(table: Table) -> None:
    """Write the e-mail and make its topic, without leaving the canvas."""
    page = table.page
    await table.card("send-email").click()
    await table.settings.get_by_role("combobox", name="Message").click()
    await page.get_by_role("option", name="Write a new message").click()
    writing = page.get_by_role("dialog", name="New message")
    await writing.get_by_label("Name", exact=True).fill("Hello")
    await writing.get_by_label("Subject", exact=True).fill("Good to see you, {{ contact.first_name }}")
    await writing.get_by_role("textbox", name="Text, block 2").fill("The lock opens at eight.")
    await expect(mail_in(writing).get_by_text("The lock opens at eight.")).to_be_visible()
    await writing.get_by_role("button", name="Save message").click()
    await expect(writing).to_be_hidden()
    await table.settings.get_by_role("combobox", name="Topic").fill("News")
    await page.get_by_role("option", name="Make the topic “News”").click()
    await page.get_by_role("dialog", name="A new topic").get_by_role("button", name="Make the topic").click()
    await expect(table.card("send-email")).to_contain_text("Send “Hello”")
    await expect(table.settings.get_by_role("combobox", name="Topic")).to_have_value("News")


async def say_who_writes(page: Page) -> None:
    """Do what the home screen asks for: the address at the foot of every mail, and who it comes from."""
    await leave_for(page, "Home")
    await page.get_by_role("button", name="Write it").click()
    await page.get_by_label("From name").fill("Lock 7")
    await page.get_by_label("From address").fill("lock7@example.com")
    await page.get_by_label("Postal address").fill("Lock 7, Towpath 1, Berlin")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


async def add_ada(page: Page) -> None:
    await leave_for(page, "Contacts")
    await page.get_by_role("button", name="Add a contact").first.click()
    form = page.get_by_role("dialog", name="Add a contact")
    await form.get_by_label("E-mail address").fill("ada@example.com")
    await form.get_by_label("First name").fill("Ada")
    await form.get_by_text("Subscribe them to a topic").click()
    await form.get_by_role("combobox", name="Topic").click()
    await page.get_by_role("option", name="News").click()
    await form.get_by_label("Where they agreed").fill("At the lock")
    await form.get_by_label("The words they agreed to").fill("Yes, write to me.")
    await form.get_by_role("button", name="Add a contact").click()
    await expect(page.get_by_role("link", name="Ada")).to_be_visible()


async def test_from_the_link_to_people_who_walk_through(visit: Visit, house: House) -> None:
    page = await make_the_account(visit, house)
    await expect(page.get_by_role("heading", name=re.compile("^Good .*, Olga$"))).to_be_visible()

    table = await begin_a_journey(page)
    address = page.url
    await write_its_mail(table)
    assert page.url == address
    await table.is_saved()
    await say_who_writes(page)
    await add_ada(page)
    await leave_for(page, "Journeys")
    await page.get_by_role("link", name="Say hello").click()
    await table.problems(0)

    await table.button("Test").click()
    trial = page.get_by_role("complementary", name="Test with one person")
    await trial.get_by_role("combobox", name="Who").fill("ada")
    await page.get_by_role("option", name="Ada").click()
    await trial.get_by_role("button", name="Play", exact=True).click()
    way = trial.get_by_role("list", name="The way of Ada")
    await expect(way).to_contain_text("Good to see you, Ada")
    await expect(trial.get_by_text("End of the journey").first).to_be_visible()

    await table.button("Publish").click()
    await page.get_by_role("button", name="Publish now").click()
    done = page.get_by_role("dialog", name="Published")
    await expect(done).to_contain_text("Version 1 is live.")
    await done.get_by_role("button", name="Watch people walk through").click()
    await expect(table.button("Numbers")).to_have_attribute("aria-pressed", "true")
    counts = table.card("wait").get_by_role("button")
    await expect(counts).to_have_accessible_name(re.compile("^0 waiting here, 0 passed"))

    await table.button("More").click()
    await page.get_by_role("menuitem", name="Add someone by hand").click()
    adding = page.get_by_role("dialog", name="Add someone by hand")
    await adding.get_by_role("combobox", name="Find a person").fill("ada")
    await page.get_by_role("option", name="Ada").click()
    await adding.get_by_role("button", name="Add 1 person").click()
    await expect(page.get_by_role("status").filter(has_text="1 person entered the journey.")).to_be_visible()

    await expect(counts).to_have_accessible_name(re.compile("^1 waiting here, 0 passed"))
    await counts.click()
    await expect(page.get_by_role("dialog", name=re.compile("^People at")).get_by_role("link")).to_have_text(
        "Ada"
    )
    await page.keyboard.press("Escape")
    await house.pass_time(timedelta(days=2))
    await expect(counts).to_have_accessible_name(re.compile("^0 waiting here, 1 passed"))

    await leave_for(page, "Mailbox")
    await page.get_by_role("link", name="Good to see you, Ada").click()
    mail = mail_in(page.get_by_role("main"))
    await expect(mail.get_by_text("The lock opens at eight.")).to_be_visible()
    await expect(mail.get_by_text("Lock 7, Towpath 1, Berlin")).to_be_visible()

    await leave_for(page, "Contacts")
    await page.get_by_role("link", name="Ada").click()
    mailed = page.get_by_role("listitem").filter(has_text="Why did they get this?")
    await mailed.get_by_text("Why did they get this?").click()
    await expect(mailed.get_by_role("listitem")).to_have_text(
        ["Entered “Say hello” (version 1)", "When someone is added by hand or by a program", "Send “Hello”"]
    )
    await expect(mailed).to_contain_text("It belongs to the topic “News”.")
