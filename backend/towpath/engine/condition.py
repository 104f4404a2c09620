"""Conditions: a tree of tests on a person. Data here; evaluated only in SQL (segments/sql.py)."""

from collections.abc import Iterable
from typing import Any, Literal

from towpath.engine.node import Names


def faults_of(raw: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield (path, detail) for everything wrong with a condition; paths look like `.all[0].op`."""
    return ()


def references_of(
    raw: dict[str, Any],
) -> Iterable[tuple[Literal["segment", "topic", "tag", "attribute", "event"], str, str]]:
    """Yield (kind, key, path) for everything that a condition names."""
    return ()


def words_of(raw: dict[str, Any], names: Names) -> str:
    """Say a condition in words: "has tag “vip”"."""
    return "…"


def faults_of_where(where: list[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    """Yield (path, detail) for everything wrong with tests on an event's properties."""
    return ()


def words_of_where(where: list[dict[str, Any]]) -> str:
    """Say tests on an event's properties in words: "amount is at least 20"."""
    return ""
