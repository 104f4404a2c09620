"""Variables that begin like settings and are none: typing errors, mostly."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Final

from towpath.doctor.finding import Finding, bad
from towpath.settings import names

# Read by the tests, not by the program.
_OTHERS: Final = {"TOWPATH_TEST_DATABASE_URL", "TOWPATH_TEST_REDIS_URL"}


def unknown_variables(env: Mapping[str, str]) -> Iterator[Finding]:
    known = names()
    for name in sorted(env):
        if name.startswith("TOWPATH") and name not in known and name not in _OTHERS:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"Did you mean {near[0]}?" if near else "docs/operations.md lists all settings."
            yield bad(name, "is no setting of Towpath; nobody reads it", advice)
