"""Pages and static files: what is served, what never is, and under which headers."""

import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from towpath.app import create_app
from towpath.kit.errors import NotFound
from towpath.web.files import allowed_file, frontend_folder
from towpath.web.preload import Pages
from towpath.wiring import Wiring

FRONTEND = frontend_folder()
_IMPORTED = re.compile(r'^(?!\s*/?\*).*(?:\bfrom|\bimport)\s*\(?\s*"([\w@./-]+)"', re.MULTILINE)


@pytest.fixture
async def anon(wiring: Wiring) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(wiring))
    async with httpx.AsyncClient(transport=transport, base_url="http://towpath.test") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/setup", "/sign-in", "/set-password", "/docs", "/frame"])
async def test_every_page_loads_only_files_that_are_there(anon: httpx.AsyncClient, path: str) -> None:
    page = await anon.get(path)

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "<script>" not in page.text
    links = [part.split('"')[0] for name in ('src="', 'href="') for part in page.text.split(name)[1:]]
    assert links
    for link in links:
        assert link.startswith("/")
        # Who is signed in is asked at once; nobody is, here.
        assert (await anon.get(link)).status_code == (401 if link == "/api/v1/session" else 200), link


def test_every_module_imports_only_modules_that_are_there() -> None:
    page = (FRONTEND / "index.html").read_text()
    mapped = json.loads(page.partition('<script type="importmap">')[2].partition("</script>")[0])["imports"]
    for module in (FRONTEND / "js").rglob("*.js"):
        for name in _IMPORTED.findall(module.read_text()):
            if name in mapped:
                assert (FRONTEND / mapped[name].removeprefix("/static/")).is_file(), name
            else:
                assert name.startswith(("./", "../")), f"{module.name} loads {name}"
                assert (module.parent / name).is_file(), f"{module.name} loads {name}"


def test_the_pages_of_the_door_need_no_import_map() -> None:
    """They would not have one: whoever stands before the door loads no React."""
    seen: set[Path] = set()
    waiting = list((FRONTEND / "js" / "door").glob("*.js")) + list((FRONTEND / "js" / "docs").glob("*.js"))
    while waiting:
        module = waiting.pop().resolve()
        if module in seen:
            continue
        seen.add(module)
        names = _IMPORTED.findall(module.read_text())
        assert [name for name in names if not name.startswith(".")] == [], module.name
        waiting += [module.parent / name for name in names]


async def test_headers_keep_the_browser_at_home(anon: httpx.AsyncClient) -> None:
    for path in ("/", "/static/img/logo.svg", "/api/v1/session", "/nothing", "/health"):
        headers = (await anon.get(path)).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert (await anon.get("/api/v1/session")).headers["cache-control"] == "no-store"


async def test_a_part_of_a_page_carries_only_what_concerns_it(anon: httpx.AsyncClient) -> None:
    for path in ("js/main.js", "css/ui.css", "vendor/fonts/inter-latin.woff2"):
        headers = (await anon.get(f"/static/{path}")).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert not {"content-security-policy", "permissions-policy", "x-frame-options"} & headers.keys()


async def test_the_page_may_read_its_own_import_map_and_no_other_script_within(
    anon: httpx.AsyncClient,
) -> None:
    page = await anon.get("/")
    held = page.text.partition('<script type="importmap">')[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()

    assert f"script-src 'self' 'sha256-{digest}'" in page.headers["content-security-policy"]


async def test_every_screen_has_its_address(anon: httpx.AsyncClient) -> None:
    for path in ("/", "/journeys", "/journeys/welcome", "/contacts/import", "/settings/keys"):
        assert '<div id="root">' in (await anon.get(path)).text, path
    assert (await anon.get("/nothing-here")).status_code == 404


async def test_each_screen_is_told_at_once_which_modules_it_needs(anon: httpx.AsyncClient) -> None:
    pages = Pages(FRONTEND)
    assert "/journeys/:slug" in pages.screens

    for pattern, modules in pages.screens.items():
        page = (await anon.get(pattern.replace(":", "a-"))).text
        named = re.findall(r'rel="modulepreload" href="/static/([^"]+)"', page)
        assert len(set(named)) == len(named) > 10, pattern
        assert {"js/main.js", "vendor/esm/react.js", "vendor/esm/shared-react.js"} <= set(named)
        assert {str(module.relative_to(FRONTEND)) for module in modules} <= set(named)
        assert ("vendor/esm/xyflow.js" in named) == ("js/canvas/Canvas.js" in named), pattern
        assert all((FRONTEND / name).is_file() for name in named)


async def test_the_frame_of_a_message_has_no_rights(anon: httpx.AsyncClient) -> None:
    headers = (await anon.get("/frame")).headers

    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-frame-options"] == "SAMEORIGIN"


async def test_files_come_packed_to_those_who_can_unpack(anon: httpx.AsyncClient) -> None:
    packed = await anon.get("/static/css/ui.css", headers={"Accept-Encoding": "gzip"})
    plain = await anon.get("/static/css/ui.css", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


async def test_an_unchanged_file_is_not_sent_again(anon: httpx.AsyncClient) -> None:
    first = await anon.get("/static/css/base.css")
    assert first.headers["content-type"] == "text/css; charset=utf-8"

    again = await anon.get("/static/css/base.css", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "name",
    [
        "../pyproject.toml", "css/../../pyproject.toml", "/etc/passwd", "css", "css/", "index.html", "VENDOR.json",
        "css/.hidden.css", ".git/config", "js/../js/../../README.md", "css/none.css", "css\\base.css",
        "css/base.css\x00", "vendor/package.json/x.js", "secret.key", "js/home.js.map",
    ],
)  # fmt: skip
def test_nothing_else_is_served(name: str) -> None:
    with pytest.raises(NotFound):
        allowed_file(FRONTEND, name)


async def test_neither_by_encoded_detours(anon: httpx.AsyncClient) -> None:
    for path in (
        "/static/..%2fpyproject.toml",
        "/static/css/%2e%2e/%2e%2e/pyproject.toml",
        "/static/css/..%5c..%5cx.css",
    ):
        assert (await anon.get(path)).status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "frontend"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "leak.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(NotFound):
        allowed_file(folder, "css/leak.txt")


def test_our_own_scripts_never_write_html() -> None:
    for module in (FRONTEND / "js").rglob("*.js"):
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert forbidden not in module.read_text(), f"{module.name} uses {forbidden}"
