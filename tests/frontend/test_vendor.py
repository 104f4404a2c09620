"""What we took from others is what its record says, with its licences; the tools that made it stay at home."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

from towpath.engine.registry import Registry
from towpath.kit.errors import NotFound
from towpath.web import files

ROOT = Path(__file__).parents[2]
VENDOR, FOR_TESTS, TOOLS = (
    ROOT / "frontend" / "vendor",
    ROOT / "tests" / "vendor",
    ROOT / "frontend" / "tools",
)


def _record(folder: Path) -> dict[str, dict[str, Any]]:
    return json.loads((folder / "VENDOR.json").read_text())


def _listed(folder: Path) -> dict[Path, str]:
    """Return the digests of the record by file."""
    return {
        (folder / entry.get("folder", key) / name).resolve(): digest
        for key, entry in _record(folder).items()
        for name, digest in entry["sha256"].items()
    }


@pytest.mark.parametrize("folder", [VENDOR, FOR_TESTS], ids=["served", "for tests"])
def test_the_record_lists_every_file_with_its_digest(folder: Path) -> None:
    listed = _listed(folder)
    there = {path for path in folder.rglob("*") if path.is_file() and path.name != "VENDOR.json"}

    assert there <= set(listed)
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in listed} == listed


@pytest.mark.parametrize("folder", [VENDOR, FOR_TESTS], ids=["served", "for tests"])
def test_every_package_comes_with_the_text_of_its_licence(folder: Path) -> None:
    packages = {key: entry for key, entry in _record(folder).items() if "package" in entry}

    assert packages
    for key, entry in packages.items():
        texts = [name for name in entry["sha256"] if re.fullmatch(r"LICENSE|[a-z0-9-]+\.txt", name)]
        assert texts, key
        assert len((folder / entry.get("folder", key) / texts[0]).read_text()) > 400, key


def test_whatever_is_in_a_bundle_is_listed_as_the_lock_file_has_it() -> None:
    record, lock = _record(VENDOR), json.loads((TOOLS / "package-lock.json").read_text())["packages"]
    bundled = {name for entry in record.values() for name in entry.get("made_of", [])}

    assert {"react", "react-dom", "scheduler", "htm", "@xyflow/react", "@xyflow/system", "zustand"} <= bundled
    for name in bundled:
        locked = lock[f"node_modules/{name}"]
        assert (record[name]["version"], record[name]["source_integrity"]) == (
            locked["version"],
            locked["integrity"],
        )


def test_the_lock_file_pins_every_package_and_names_no_address() -> None:
    text = (TOOLS / "package-lock.json").read_text()
    wanted = json.loads((TOOLS / "package.json").read_text())
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}

    assert '"resolved"' not in text
    assert "://" not in re.sub(r'"(funding|url)": .*', "", text)
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert version == packages[f"node_modules/{name}"]["version"], "pins are exact"


def test_modules_of_the_bundles_import_only_each_other() -> None:
    folder = VENDOR / "esm"
    imported = {
        name for path in folder.glob("*.js") for name in re.findall(r'from"([^"]+)"', path.read_text())
    }

    assert "./shared-react.js" in imported
    assert all(name.startswith("./") and (folder / name).is_file() for name in imported)


def test_the_icons_of_the_list_and_of_every_node_type_are_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "frontend" / "img" / "icons.svg").read_text()))

    assert sprite == set((TOOLS / "icons.txt").read_text().split())
    assert {cls.face.icon for cls in Registry.load().types.values()} <= sprite


@pytest.mark.parametrize(
    "name", ["tools/package.json", "tools/build.mjs", "vendor/../tools/package.json", "jsconfig.json"]
)
def test_the_tools_are_not_served(name: str) -> None:
    with pytest.raises(NotFound):
        files.allowed_file(ROOT / "frontend", name)


def test_the_package_holds_what_is_served_and_nothing_else() -> None:
    inside = Path("towpath/_frontend")
    packed = {Path(file.distribution_path) for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    frontend = ROOT / "frontend"
    pages = set(frontend.glob("*.html"))
    there = {path for name in files._FOLDERS for path in (frontend / name).rglob("*") if path.is_file()}

    assert {path.relative_to(inside) for path in packed if path.is_relative_to(inside)} == {
        path.relative_to(frontend) for path in pages | there
    }
