"""The browser's files: pages at their addresses, scripts and styles under /static/. Nothing else is ever served."""

import hashlib
from email.utils import formatdate
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Final

from litestar import Request, Response, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from towpath.kit.errors import NotFound

# The only folders of frontend/ that are served, and the only kinds of files.
_FOLDERS: Final = frozenset({"css", "js", "vendor", "img", "i18n"})
_KINDS: Final = {
    ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".txt": "text/plain",
}  # fmt: skip
_PAGES: Final = {
    "/": "index.html", "/setup": "setup.html", "/sign-in": "sign-in.html", "/set-password": "set-password.html",
    "/docs": "docs.html",
}  # fmt: skip
_PUBLIC: Final = {"public": True}
_METHODS: Final = (HttpMethod.GET, HttpMethod.HEAD)


def frontend_folder() -> Path:
    """Return the folder of the browser's files, in a checkout as well as in an installed package."""
    here = Path(__file__).resolve().parents[1]
    packaged, checkout = here / "_frontend", here.parents[1] / "frontend"
    return packaged if packaged.exists() else checkout


def routes(folder: Path) -> list[HTTPRouteHandler]:
    """Return the handlers of all pages and of /static/."""
    return [_page(path, folder / name) for path, name in _PAGES.items()] + [_static(folder)]


def _page(path: str, file: Path) -> HTTPRouteHandler:
    @route(path, http_method=_METHODS, include_in_schema=False, opt=_PUBLIC, name=f"page {path}")
    async def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _answer(request, file, "text/html")

    return page


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
        return _answer(request, file, _KINDS[file.suffix])

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


def _answer(request: Request[Any, Any, Any], file: Path, media_type: str) -> Response[bytes]:
    """Browsers keep the file, but ask each time whether it is still the same: an upgrade shows at once."""
    content = file.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": tag, "Cache-Control": "no-cache", "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True)
    }  # fmt: skip
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(content, headers=headers, media_type=media_type)
