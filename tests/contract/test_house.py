"""The house stays as it is drawn: small files, every node type told, nothing named twice."""

from pathlib import Path

import pytest

from towpath.engine.manual import manual
from towpath.engine.registry import Registry

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "backend" / "towpath").rglob("*.py"))
MODULES = sorted((ROOT / "frontend" / "js").rglob("*.js"))


@pytest.mark.parametrize(("files", "most"), [(SOURCES, 300), (MODULES, 200)], ids=["python", "javascript"])
def test_no_file_grows_beyond_what_one_reads_at_once(files: list[Path], most: int) -> None:
    long = {str(f.relative_to(ROOT)): n for f in files if (n := len(f.read_text().splitlines())) > most}

    assert long == {}


def test_every_node_type_is_one_file_named_like_it() -> None:
    files = {path.stem for path in (ROOT / "backend" / "towpath" / "nodes").glob("*.py")} - {"__init__"}

    assert files == set(Registry.load().types)


def test_no_file_but_its_own_and_the_entry_points_names_a_node_type() -> None:
    for name, cls in Registry.load().types.items():
        naming = [
            str(f.relative_to(ROOT))
            for f in SOURCES
            if f.parent.name != "nodes" and f"nodes.{name}" in f.read_text()
        ]
        assert naming == [], f"{cls.__name__} is named in {naming}"


def test_the_manual_tells_every_node_type() -> None:
    assert (ROOT / "docs" / "node-types.md").read_text() == manual(Registry.load()), "run `make manual`"
