"""What a person must know to run Towpath is written down, and is true."""

import re
import runpy
from dataclasses import fields
from pathlib import Path

import yaml

from towpath.cli import _COMMANDS
from towpath.settings import Settings, names

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "operations.md").read_text()


def test_every_setting_stands_in_the_table_as_the_program_has_it() -> None:
    generate = runpy.run_path(str(HOUSE / ".python" / "settings.py"))["with_table"]

    assert generate(PAGE) == PAGE, "run: make settings"
    assert all(spec.metadata["doc"] for spec in fields(Settings))


def test_no_setting_is_named_that_is_none() -> None:
    others = {"TOWPATH_TEST_DATABASE_URL", "TOWPATH_TEST_REDIS_URL"}
    for name in ("docs/operations.md", "README.md", "compose.yaml", "Dockerfile"):
        named = set(re.findall(r"TOWPATH_[A-Z_]*[A-Z]", (HOUSE / name).read_text()))
        assert named <= {*names(), *others}, name


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(), re.MULTILINE))
    for name in ("docs/operations.md", "README.md"):
        assert set(re.findall(r"`make ([a-z]+)", (HOUSE / name).read_text())) <= targets, name


def test_every_command_is_named_on_the_page() -> None:
    text = PAGE + (HOUSE / "README.md").read_text()

    missing = [name for name in _COMMANDS if f"towpath {name}" not in text]

    assert missing == []


def test_the_locks_pin_every_package_by_hash_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (HOUSE / name).read_text()
        packages = re.split(r"\n(?=\S)", text.split("\n", 1)[1].rstrip())
        assert all(re.match(r"[\w.-]+==\S+", p) and "--hash=sha256:" in p for p in packages), name
        assert "://" not in text
        assert "--index" not in text


def test_compose_opens_no_port_to_other_machines() -> None:
    compose = yaml.safe_load((HOUSE / "compose.yaml").read_text())

    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
