"""A hostile mail of the captive mailbox, shown in a frame of our own pages, in a real browser."""

import shutil

import pytest
from playwright.async_api import async_playwright
from sqlalchemy import insert

from towpath.messages.model import MailboxItem
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.web.roles import Role
from towpath.wiring import Wiring

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOSTILE = b"""Content-Type: text/html; charset=utf-8\r
\r
<style>p { color: rgb(1, 2, 3) }</style><p>Hello</p>
<script>document.body.textContent = "hacked"</script><img src=x onerror="document.body.textContent = 'hacked'">
<form action="/api/v1/mailbox"><button>Press</button></form>
"""
FRAME = """
url => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.onload = () => done(frame.contentDocument === null);
  frame.src = url;
  document.body.append(frame);
})
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")


async def test_a_hostile_mail_is_shown_with_its_styles_and_does_nothing(live: str, wiring: Wiring) -> None:
    async with wiring.db.transaction() as conn:
        user = await add_user(conn, email="v@towpath.test", name="V", password_hash="-", role=Role.VIEWER)
        assert user is not None
        session = await open_session(conn, user)
        values = {"sender": "e@x", "recipient": "a@x", "subject": "x", "message_id": "1", "raw": HOSTILE}
        await conn.execute(insert(MailboxItem).values(values))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = await browser.new_context()
        await context.add_cookies([{"name": "towpath", "value": session.token, "url": live}])
        page = await context.new_page()
        await page.goto(f"{live}/problems/not-found")

        is_foreign = await page.evaluate(FRAME, f"{live}/api/v1/mailbox/1/html")

        mail = page.frames[1]
        words = mail.locator("p")
        assert is_foreign, "the page cannot reach into the mail, nor the mail into the page"
        assert await words.text_content() == "Hello"
        assert await words.evaluate("p => getComputedStyle(p).color") == "rgb(1, 2, 3)"
        await mail.locator("button").click()
        assert "/html" in mail.url
        await browser.close()
