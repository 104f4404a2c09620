"""The browser's files: pages at their addresses, scripts and styles under /static/. Nothing else is ever served."""

import base64
import gzip
import hashlib
import re
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Final, NamedTuple

from litestar import Request, Response, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from towpath.kit.errors import NotFound
from towpath.web.headers import CONTENT_SECURITY_POLICY, FRAME_POLICY
from towpath.web.preload import Pages

# The only folders of frontend/ that are served, and the only kinds of files.
_FOLDERS: Final = frozenset({"css", "js", "vendor", "img", "i18n"})
_KINDS: Final = {
    ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".txt": "text/plain",
}  # fmt: skip
_PAGES: Final = {
    "/setup": "setup.html", "/sign-in": "sign-in.html", "/set-password": "set-password.html", "/docs": "docs.html",
    "/frame": "frame.html",
}  # fmt: skip
# The screens of the one-page application: js/shell/screens.js has their addresses.
_AREAS: Final = ("journeys", "gallery", "contacts", "segments", "messages", "mailbox", "settings")
_SCREENS: Final = ["/", *(f"/{area}" for area in _AREAS), *(f"/{area}/{{rest:path}}" for area in _AREAS)]
_PUBLIC: Final = {"public": True}
_METHODS: Final = (HttpMethod.GET, HttpMethod.HEAD)
# The frame that shows a message has no origin, so the browser takes our files for those of another site.
_FOR_FRAMES: Final = {"cross-origin-resource-policy": "cross-origin"}
# A small file grows when it is packed, and what is packed already gains nothing.
_WORTH_PACKING: Final = 400
_PACKED: Final = frozenset({".png", ".woff2"})
_IMPORT_MAP: Final = re.compile(rb'<script type="importmap">(.*?)</script>', re.DOTALL)


class _Content(NamedTuple):
    plain: bytes
    packed: bytes | None
    tag: str


def frontend_folder() -> Path:
    """Return the folder of the browser's files, in a checkout as well as in an installed package."""
    here = Path(__file__).resolve().parents[1]
    packaged, checkout = here / "_frontend", here.parents[1] / "frontend"
    return packaged if packaged.exists() else checkout


def routes(folder: Path) -> list[HTTPRouteHandler]:
    """Return the handlers of all pages and of /static/."""
    pages = [_page([path], folder / name) for path, name in _PAGES.items()]
    return [_application(folder), *pages, _static(folder)]


def _application(folder: Path) -> HTTPRouteHandler:
    folder = folder.resolve()
    pages, changed = Pages(folder), (folder / "index.html").stat().st_mtime
    own = {"content-security-policy": _policy_of(pages.html.encode())}

    @route(_SCREENS, http_method=_METHODS, include_in_schema=False, opt=_PUBLIC, name="the application")
    async def application(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _sent(request, _packed(pages.page(request.url.path)), changed, "text/html", own)

    return application


def _page(paths: list[str], file: Path) -> HTTPRouteHandler:
    policy = FRAME_POLICY if file.name == "frame.html" else _policy_of(file.read_bytes())
    own = {"content-security-policy": policy}
    if policy == FRAME_POLICY:
        own["x-frame-options"] = "SAMEORIGIN"

    @route(paths, http_method=_METHODS, include_in_schema=False, opt=_PUBLIC, name=f"page {paths[0]}")
    async def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _answer(request, file, "text/html", own)

    return page


def _policy_of(page: bytes) -> str:
    """Return the page's policy: it may run scripts from our files, and read the one import map that it holds."""
    found = _IMPORT_MAP.search(page)
    if not found:
        return CONTENT_SECURITY_POLICY
    digest = base64.b64encode(hashlib.sha256(found[1]).digest()).decode()
    return f"{CONTENT_SECURITY_POLICY}; script-src 'self' 'sha256-{digest}'"


def _static(folder: Path) -> HTTPRouteHandler:
    @route(
        "/static/{file_path:path}",
        http_method=_METHODS,
        include_in_schema=False,
        opt=_PUBLIC,
        name="static files",
    )
    async def static(
        request: Request[Any, Any, Any], file_path: Annotated[PurePosixPath, PathParameter()]
    ) -> Response[bytes]:
        file = allowed_file(folder, str(file_path))
        return _answer(request, file, _KINDS[file.suffix], _FOR_FRAMES)

    return static


def allowed_file(folder: Path, name: str) -> Path:
    """Return the file that may be served as `name`. Raises NotFound for everything else."""
    path = PurePosixPath(name.lstrip("/"))
    is_listed = len(path.parts) > 1 and path.parts[0] in _FOLDERS and path.suffix in _KINDS
    if not is_listed or any(part.startswith(".") for part in path.parts) or "\x00" in name or "\\" in name:
        raise NotFound
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        raise NotFound
    return file


def _answer(
    request: Request[Any, Any, Any], file: Path, media_type: str, own: dict[str, str] | None = None
) -> Response[bytes]:
    """Browsers keep the file, but ask each time whether it is still the same: an upgrade shows at once."""
    about = file.stat()
    content = _content(file, about.st_mtime_ns, about.st_size)
    return _sent(request, content, about.st_mtime, media_type, own)


def _sent(
    request: Request[Any, Any, Any],
    content: _Content,
    changed: float,
    media_type: str,
    own: dict[str, str] | None,
) -> Response[bytes]:
    headers = {
        "ETag": content.tag, "Cache-Control": "no-cache", "Last-Modified": formatdate(changed, usegmt=True),
        "Vary": "Accept-Encoding", **(own or {}),
    }  # fmt: skip
    if content.tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    if content.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(content.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=media_type)
    return Response(content.plain, headers=headers, media_type=media_type)


@lru_cache(maxsize=512)
def _content(file: Path, _changed_ns: int, _size: int) -> _Content:
    plain = file.read_bytes()
    return _packed(plain) if file.suffix not in _PACKED else _Content(plain, None, _tag(plain))


@lru_cache(maxsize=64)
def _packed(plain: bytes) -> _Content:
    packed = gzip.compress(plain, mtime=0) if len(plain) >= _WORTH_PACKING else None
    return _Content(plain, packed, _tag(plain))


def _tag(plain: bytes) -> str:
    return f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
