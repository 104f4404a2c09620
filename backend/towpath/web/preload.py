"""Which modules a page will need, told to the browser at once: it need not find them one import after another."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# `import … from "x"` and `export … from "x"` at the beginning of a line; what is imported later is not waited for.
_STATIC: Final = re.compile(r'^(?:import|export)\b[^;"]*?(?:\bfrom\s*)?"([^"]+)"', re.MULTILINE)
_PACKED: Final = re.compile(r'\bfrom"([^"]+)"|\bimport"([^"]+)"')
_SCREEN: Final = re.compile(r'path: "([^"]+)".*?import\("([^"]+)"\)', re.DOTALL)
_IMPORT_MAP: Final = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)


class Pages:
    """The page of the application, for each address with the modules that it will ask for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.html = (folder / "index.html").read_text()
        found = _IMPORT_MAP.search(self.html)
        self.names: dict[str, str] = json.loads(found[1])["imports"] if found else {}
        self._imports: dict[Path, list[Path]] = {}
        screens = folder / "js" / "shell" / "screens.js"
        self._base = self._all_from(folder / "js" / "main.js")
        self.screens = {
            pattern: self._all_from((screens.parent / module).resolve())
            for pattern, module in _SCREEN.findall(screens.read_text())
        }
        self._pages = {pattern: self._with(modules) for pattern, modules in self.screens.items()}
        self._other = self._with({})

    def page(self, path: str) -> bytes:
        """Return the page for the address `path`."""
        parts = path.rstrip("/").split("/")
        for pattern, page in self._pages.items():
            wanted = pattern.rstrip("/").split("/")
            if len(wanted) == len(parts) and all(
                want.startswith(":") or want == part for want, part in zip(wanted, parts, strict=True)
            ):
                return page
        return self._other

    def _with(self, modules: dict[Path, None]) -> bytes:
        links = "".join(
            f'  <link rel="modulepreload" href="/static/{file.relative_to(self.folder).as_posix()}">\n'
            for file in self._base | modules
        )
        return self.html.replace("</head>", f"{links}</head>", 1).encode()

    def _all_from(self, start: Path) -> dict[Path, None]:
        """Return `start` and whatever it imports, in the order in which a browser would find it."""
        found: dict[Path, None] = {}
        waiting = [start]
        while waiting:
            module = waiting.pop(0)
            if module not in found and module.is_file():
                found[module] = None
                waiting += self._imported(module)
        return found

    def _imported(self, module: Path) -> list[Path]:
        if module not in self._imports:
            self._imports[module] = [self._file(module, name) for name in _names_in(module)]
        return self._imports[module]

    def _file(self, module: Path, name: str) -> Path:
        mapped = self.names.get(name)
        return self.folder / mapped.removeprefix("/static/") if mapped else (module.parent / name).resolve()


def _names_in(module: Path) -> Iterator[str]:
    text = module.read_text()
    if "vendor" in module.parts:
        yield from (one or other for one, other in _PACKED.findall(text))
    else:
        yield from _STATIC.findall(text)
