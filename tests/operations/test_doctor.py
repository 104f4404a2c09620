"""The doctor says what is wrong, and what to do, in words for people."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from towpath.doctor import Finding, examine
from towpath.kit.db import Database


async def look(folder: Path, **env: str) -> dict[str, Finding]:
    """Return what the doctor finds, by what was looked at."""
    return {f.what: f async for f in examine({"TOWPATH_DATA_DIR": str(folder), **env})}


def ill(findings: dict[str, Finding]) -> set[str]:
    return {what for what, finding in findings.items() if not finding.is_well}


async def test_a_fresh_installation_is_well(tmp_path: Path) -> None:
    assert ill(await look(tmp_path)) == set()


async def test_a_running_installation_is_well(tmp_path: Path, database_url: str, redis_url: str) -> None:
    found = await look(tmp_path, TOWPATH_DATABASE_URL=database_url, TOWPATH_REDIS_URL=redis_url)

    assert ill(found) == set()
    assert found["Tables"].how == "are up to date"
    assert found["Clock"].is_well


async def test_a_mistyped_setting_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    found = await look(tmp_path, TOWPATH_DATABSE_URL="postgresql://x")

    assert found["TOWPATH_DATABSE_URL"].advice == "Did you mean TOWPATH_DATABASE_URL?"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "eighty", "TOWPATH_PORT must be a whole number, not 'eighty'."),
        ("PORT", "99999", "TOWPATH_PORT must be at most 65535, not 99999."),
        ("LOG_LEVEL", "loud", "TOWPATH_LOG_LEVEL must be one of debug, info, warning, error, not 'loud'."),
        ("SECRET_KEY", "short", "TOWPATH_SECRET_KEY must be at least 32 characters long; it has 5."),
        ("DATABASE_URL", "mysql://root:secret@db/x", "TOWPATH_DATABASE_URL must begin with postgresql://"),
    ],
)
async def test_a_broken_setting_is_said_in_a_sentence(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    found = await look(tmp_path, **{f"TOWPATH_{name}": value})

    assert found["Settings"].how.startswith(words)
    assert "secret" not in found["Settings"].how


async def test_a_database_that_is_away_is_said_without_its_password(tmp_path: Path) -> None:
    found = await look(tmp_path, TOWPATH_DATABASE_URL="postgresql://me:hush@127.0.0.1:1/x")

    assert found["PostgreSQL"] == Finding(
        False, "PostgreSQL", "postgresql://me:***@127.0.0.1:1/x cannot be used. Nothing listens there.",
        "Is it running, and is TOWPATH_DATABASE_URL right?",
    )  # fmt: skip


async def test_missing_tables_are_said_with_the_command_that_makes_them(
    tmp_path: Path, db: Database, database_url: str
) -> None:
    async with db.transaction() as conn:
        await conn.execute(text("DELETE FROM alembic_version"))

    found = await look(tmp_path, TOWPATH_DATABASE_URL=database_url)

    assert found["Tables"].advice == "Run: towpath migrate"


async def test_a_redis_that_is_away_is_said(tmp_path: Path) -> None:
    found = await look(tmp_path, TOWPATH_REDIS_URL="redis://127.0.0.1:1/0")

    assert not found["Redis"].is_well


async def test_a_mail_server_that_is_away_and_an_address_that_nobody_can_open_are_said(
    tmp_path: Path,
) -> None:
    found = await look(tmp_path, TOWPATH_SMTP_URL="smtp://me:hush@127.0.0.1:1")

    assert ill(found) == {"E-mail", "Public address"}
    assert "hush" not in found["E-mail"].how
    assert "TOWPATH_PUBLIC_URL" in found["Public address"].advice


async def test_a_mail_server_that_never_answers_is_given_up_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        found = await look(
            tmp_path, TOWPATH_SMTP_URL=f"smtp://127.0.0.1:{port}", TOWPATH_PUBLIC_URL="https://a.example"
        )

    assert ill(found) == {"E-mail"}


async def test_a_secret_that_others_can_read_is_said_with_what_to_do(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("k" * 40)
    key.chmod(0o644)

    found = await look(tmp_path)

    assert found["Secret key"].advice == f"chmod 600 {key}"


async def test_an_open_door_without_encryption_is_said(tmp_path: Path) -> None:
    assert ill(await look(tmp_path, TOWPATH_HOST="0.0.0.0")) == {"API listens on"}
    assert ill(await look(tmp_path, TOWPATH_HOST="0.0.0.0", TOWPATH_PUBLIC_URL="https://a.example")) == set()


async def test_dkim_without_a_key_is_said(tmp_path: Path) -> None:
    found = await look(
        tmp_path, TOWPATH_DKIM_DOMAIN="a.example", TOWPATH_DKIM_KEY_FILE=str(tmp_path / "none.pem")
    )

    assert not found["DKIM"].is_well
