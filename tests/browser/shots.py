"""Pictures of every screen: `make shots` (ONLY=canvas,home for those whose names have these words).

Starts a Towpath of its own on an empty folder, fills it with a shop's fortnight, and saves every screen and main dialog
in shots/: desktop and phone, light and dark, with a sheet of them all, shots/index.html.
"""
# ruff: noqa: T201 - it talks to whoever runs it

import argparse
import asyncio
import html
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Final, Literal

import httpx
from playwright.async_api import Browser, BrowserContext, Error, async_playwright
from tests.browser.chromium import launch_options
from tests.browser.scenes import SCENES, Scene
from tests.browser.shop import Shop
from tests.browser.watching import Complaints
from tests.operations.conftest import Program, a_folder, a_free_port

from towpath.settings import Settings
from towpath.team.actions import new_setup_link
from towpath.wiring import wired

ROOT = Path(__file__).resolve().parents[2]
TO = ROOT / "shots"
PASSWORD = "a towpath along the water"
DEVICES: Final = ("desktop", "phone")
SHADES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
LOOKS: Final = [(device, shade) for device in DEVICES for shade in SHADES]
_PATIENCE_MS = 8_000


@asynccontextmanager
async def a_house() -> AsyncIterator[tuple[str, Path]]:
    """Run `towpath up` on an empty folder; yield its address and the folder."""
    with a_folder() as folder:
        env = {"TOWPATH_DATA_DIR": str(folder), "TOWPATH_PORT": str(a_free_port())}
        program = Program(["up"], env, folder)
        try:
            address = await asyncio.to_thread(program.says, r"Open +(http://\S+)")
            yield address, folder
        finally:
            await asyncio.to_thread(program.stop)


async def fill(address: str, folder: Path) -> str:
    """Make the owner's account by the printed link, fill the shop; return the owner's cookie."""
    async with (
        wired(Settings(data_dir=folder), pool_size=2) as wiring,
        httpx.AsyncClient(base_url=address) as api,
    ):
        api.headers["Origin"] = address
        async with wiring.db.transaction() as conn:
            link = await new_setup_link(conn, address)
        me = {
            "token": link.partition("token=")[2],
            "email": "anna@example.com",
            "name": "Anna Berg",
            "password": PASSWORD,
        }
        answer = (await api.post("/api/v1/setup", json=me)).raise_for_status()
        api.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        await Shop(api, wiring).fill()
        return api.cookies["towpath"]


async def take_all(address: str, cookie: str, scenes: list[Scene]) -> dict[str, str]:
    """Take the pictures; return what went wrong, by scene and device."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        wrong = await asyncio.gather(
            *(_on_device(browser, address, cookie, scenes, device) for device in DEVICES)
        )
        await browser.close()
    return {name: problem for one in wrong for name, problem in one.items()}


async def _on_device(
    browser: Browser, address: str, cookie: str, scenes: list[Scene], device: str
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for signed_in in (True, False):
        context = await _context(browser, address, device, cookie if signed_in else "")
        complaints = Complaints(address)
        await complaints.watch(context)
        if not signed_in:
            complaints.expect("status of 4")
        for scene in scenes:
            if scene.signed_in is not signed_in:
                continue
            problem = await _take(context, scene, device)
            if said := [*([problem] if problem else []), *complaints.take()]:
                wrong[f"{scene.name}-{device}"] = "; ".join(said)
        await context.close()
    return wrong


async def _context(browser: Browser, address: str, device: str, cookie: str) -> BrowserContext:
    is_phone = device == "phone"
    context = await browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844} if is_phone else {"width": 1440, "height": 900},
        has_touch=is_phone, is_mobile=is_phone, locale="en-GB", timezone_id="Europe/Berlin", reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(_PATIENCE_MS)
    if cookie:
        await context.add_cookies([{"name": "towpath", "value": cookie, "url": address}])
    return context


async def _take(context: BrowserContext, scene: Scene, device: str) -> str:
    """Take pictures of a scene, even of what went wrong; return what did."""
    page = await context.new_page()
    problem = ""
    try:
        await scene.open(page)
    except (Error, TimeoutError) as error:
        problem = str(error).partition("\n")[0] or "It did not come to rest."
    for shade in SHADES:
        await page.emulate_media(color_scheme=shade)
        await page.screenshot(path=TO / f"{scene.name}-{device}-{shade}.png")
    await page.close()
    return problem


def write_sheet(scenes: list[Scene], wrong: dict[str, str]) -> None:
    """Write shots/index.html: a row for each scene, a column for each look."""
    rows = []
    for scene in scenes:
        cells = [_cell(f"{scene.name}-{device}-{shade}", wrong) for device, shade in LOOKS]
        rows.append(
            f"<tr><th>{scene.name}<br><small>{html.escape(scene.path)}</small></th>{''.join(cells)}</tr>"
        )
    heads = "".join(f"<th>{device}, {shade}</th>" for device, shade in LOOKS)
    style = (
        "body{font:14px system-ui}img{max-height:340px;max-width:440px;border:1px solid #bbb}"
        "td,th{padding:8px;vertical-align:top;text-align:start}p{color:#b00020}"
    )
    (TO / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Towpath, all screens</title><style>{style}</style>"
        f"<table><tr><th></th>{heads}</tr>{''.join(rows)}</table>"
    )


def _cell(name: str, wrong: dict[str, str]) -> str:
    problem = html.escape(wrong.get(name.rpartition("-")[0], ""))
    return f'<td><a href="{name}.png"><img src="{name}.png" alt="{name}" loading="lazy"></a><p>{problem}</p></td>'


async def main(only: str) -> int:
    began = perf_counter()
    scenes = [scene for scene in SCENES if any(word in scene.name for word in only.split(","))]
    TO.mkdir(exist_ok=True)
    async with a_house() as (address, folder):
        cookie = await fill(address, folder)
        print(
            f"The shop is open ({perf_counter() - began:.0f} s). Taking {len(scenes) * len(LOOKS)} pictures …",
            flush=True,
        )
        wrong = await take_all(address, cookie, scenes)
    write_sheet(scenes, wrong)
    for name, problem in sorted(wrong.items()):
        print(f"{name}: {problem}")
    print(f"{TO / 'index.html'} ({perf_counter() - began:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", default="", help="only scenes whose names have one of these words, with commas"
    )
    sys.exit(asyncio.run(main(parser.parse_args().only)))
