"""Commands that talk to an installation, typed as a person types them."""

import asyncio
import io
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from sqlalchemy import text

from towpath.cli import main
from towpath.kit.db import Database

from .conftest import Program

Run = Callable[..., Program]
Type = Callable[..., Awaitable[tuple[int, str]]]
GALLERY = Path(__file__).parents[2] / "flows"


@pytest.fixture
def type_(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Run a command against the test's database; return its exit code and what it said."""
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path / "data")}
    for name, value in settings.items():
        monkeypatch.setenv(f"TOWPATH_{name}", value)

    async def command(*words: str) -> tuple[int, str]:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as ended:
            # A thread: commands bring an event loop of their own.
            await asyncio.to_thread(main, list(words))
        return ended.value.code, said.getvalue()  # type: ignore[return-value]

    return command


async def rows(db: Database, query: str) -> list[tuple[object, ...]]:
    async with db.transaction() as conn:
        return [tuple(row) for row in await conn.execute(text(query))]


async def test_contacts_are_imported_bad_rows_are_kept_and_the_second_time_changes_nothing(
    type_: Type, db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "E-mail,First name,Plan\nada@example.com,Ada,pro\nnot an address,Bob,free\ncy@example.com,Cy,free\n"
    )

    code, said = await type_("contacts", "import", str(file), "--tag", "spring")

    assert code == 1
    assert "3 rows: 2 new, 0 changed, 0 as they were, 1 bad." in said
    assert (tmp_path / "people.errors.csv").read_text().splitlines()[1].startswith("3,")
    found = await rows(db, "SELECT email, first_name, attributes ->> 'plan' FROM contact ORDER BY email")
    assert found == [("ada@example.com", "Ada", "pro"), ("cy@example.com", "Cy", "free")]

    _, said = await type_("contacts", "import", str(file), "--tag", "spring")
    assert "3 rows: 0 new, 0 changed, 2 as they were, 1 bad." in said


async def test_a_column_is_mapped_by_hand_and_previewed(type_: Type, db: Database, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("who,mail\nAda,ada@example.com\n")

    code, said = await type_(
        "contacts", "import", str(file), "--preview", "--map", "who=first_name", "--map", "mail=email"
    )

    assert code == 0
    assert "who → first_name" in said
    assert await rows(db, "SELECT 1 FROM contact") == []


async def test_consent_that_is_half_given_is_refused_in_a_sentence(type_: Type, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email\nada@example.com\n")

    code, said = await type_("contacts", "import", str(file), "--topic", "news")

    assert code == 1
    assert "Say where people agreed" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["welcome-series"])
async def test_a_flow_is_checked_imported_and_exported_the_same(
    type_: Type, tmp_path: Path, name: str
) -> None:
    gallery = GALLERY / name / "flow.json"

    code, said = await type_("flow", "check", str(gallery))
    assert (code, "no problems" in said) == (0, True)

    code, said = await type_("flow", "import", str(gallery))
    assert code == 0
    slug, number = re.findall(r"here as a draft: (\S+)\s.*towpath flow undo (\d+)", said, re.DOTALL)[0]
    copy = tmp_path / "copy.json"

    code, _ = await type_("flow", "export", slug, str(copy))
    assert code == 0
    assert json.loads(copy.read_text())["nodes"].keys() == json.loads(gallery.read_text())["nodes"].keys()

    code, said = await type_("flow", "undo", number)
    assert (code, f"removed journey {slug}" in said) == (0, True)


async def test_a_broken_flow_is_told_with_its_node_and_how_to_mend_it(type_: Type, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text(
        json.dumps({"format": "towpath.flow/1", "name": "x", "nodes": {"a": {"type": "exit"}}, "edges": []})
    )

    code, said = await type_("flow", "check", str(file))

    assert code == 1
    assert "✘" in said


async def test_accounts_are_added_and_links_made(type_: Type, db: Database) -> None:
    code, said = await type_("users", "link")
    assert (code, "/setup?token=" in said) == (0, True)

    code, said = await type_("users", "add", "ada@example.com", "--role", "owner")
    assert (code, "/set-password?token=" in said) == (0, True)

    code, said = await type_("users", "link", "ADA@example.com")
    assert (code, "/set-password?token=" in said) == (0, True)

    code, said = await type_("users", "link", "nobody@example.com")
    assert code == 1
    assert "Nobody with the address nobody@example.com has an account here." in said


async def test_tables_are_made_and_made_again_without_harm(type_: Type) -> None:
    code, said = await type_("migrate")

    assert code == 0
    assert "up to date" in said


async def test_a_command_without_a_running_towpath_says_how_to_start_one(run: Run) -> None:
    program = run("users", "list")

    await asyncio.to_thread(program.says, "Start it in another terminal")
    assert await asyncio.to_thread(program.process.wait, 10) == 1
