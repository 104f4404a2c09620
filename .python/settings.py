"""Write the table of settings in docs/operations.md from backend/towpath/settings.py. `make settings`."""

import re
from dataclasses import fields
from pathlib import Path

from towpath.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "operations.md"
_PLACE = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """Return the table, a row for each setting."""
    lines = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for spec in fields(Settings):
        default = "" if spec.default in ("", None) else f"`{spec.default}`"
        lines.append(f"| `TOWPATH_{spec.name.upper()}` | {default} | {spec.metadata['doc']} |")
    return "\n".join(lines) + "\n"


def with_table(page: str) -> str:
    """Return the page with the table as it should be."""
    return _PLACE.sub(lambda found: found[1] + table() + found[2], page)


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text()))
