"""ETag and If-Match over a `revision`: who saves last must have seen what was there."""

import re

from towpath.kit.errors import DomainError, Stale

_ETAG = re.compile(r'"(\d{1,18})"')


class PreconditionRequired(DomainError):
    """Say which revision you have changed: send its ETag as If-Match."""

    code = "precondition-required"


def etag(revision: int) -> str:
    """Return the ETag header of `revision`."""
    return f'"{revision}"'


def expected_revision(if_match: str | None) -> int | None:
    """Return the revision that the header If-Match names; None for `*` (whatever is there).

    Raises PreconditionRequired without the header, Stale for an ETag that no revision of ours has.
    """
    if if_match is None or not if_match.strip():
        raise PreconditionRequired
    if if_match.strip() == "*":
        return None
    match = _ETAG.fullmatch(if_match.strip())
    if match is None:
        raise Stale
    return int(match[1])
