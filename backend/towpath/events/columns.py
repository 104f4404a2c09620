"""What each column of an event file means."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from towpath.contacts.cells import is_number
from towpath.contacts.columns import (
    CONTACT_NAMES,
    IGNORE,
    BadMapping,
    Column,
    check_targets,
    key_of,
    targets,
)  # fmt: skip
from towpath.contacts.fields import KEY_PATTERN
from towpath.contacts.model import AttributeType
from towpath.kit.errors import Fault

_KEY: Final = re.compile(KEY_PATTERN)
PROPERTY: Final = "property"
_FIXED: Final = ("external_id", "email", "name", "at", "id", IGNORE)
_NAMES: Final[Mapping[str, Sequence[str]]] = {
    # In a file of events a plain id is the event's own.
    "external_id": [name for name in CONTACT_NAMES["external_id"] if name not in {"id", "uid", "uuid"}],
    "email": CONTACT_NAMES["email"],
    "name": ("eventname", "event", "name", "eventtype", "type", "action", "ereignis"),
    "at": (
        "at", "timestamp", "eventtime", "eventdate", "occurredat", "happenedat", "time", "datetime", "date",
        "createdat", "day", "datum", "zeit",
    ),
    "id": ("eventid", "id", "uuid", "messageid"),
}  # fmt: skip


def event_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, str], fixed_name: str | None
) -> list[Column]:
    """Return what each column of an event file means, in the order of the file.

    Columns nobody knows become properties. Raises BadMapping when who, what or when is missing.
    """
    names = {target: names for target, names in _NAMES.items() if target != "name" or fixed_name is None}
    wanted = targets(header, names, mapping)
    columns: list[Column] = []
    taken: set[str] = set()
    for n, name in enumerate(header):
        target = wanted.get(name) or (f"{PROPERTY}:{key_of(name, taken)}" if name else IGNORE)
        column = _column(name, target, [row[n].strip() for row in sample])
        taken.add(column.target.removeprefix(f"{PROPERTY}:"))
        columns.append(column)
    check_targets(columns)
    _check_complete({column.target for column in columns}, fixed_name)
    return columns


def _column(name: str, target: str, cells: Sequence[str]) -> Column:
    if target in _FIXED:
        return Column(name, target)
    kind, _, rest = target.partition(":")
    key, _, type_name = rest.partition(":")
    if kind != PROPERTY or not _KEY.fullmatch(key) or type_name not in ("", "text", "number"):
        raise BadMapping(
            f"“{target[:80]}” is nothing a column can be. Use external_id, email, name, at, id, property:<key>, "
            "property:<key>:text or ignore.",
            faults=[Fault(f"/mapping/{name}", "Choose another target.")],
        )
    filled = [cell for cell in cells if cell]
    guessed = "number" if filled and all(map(is_number, filled)) else "text"
    return Column(name, f"{PROPERTY}:{key}", AttributeType(type_name or guessed))


def _check_complete(targets_: set[str], fixed_name: str | None) -> None:
    if not targets_ & {"external_id", "email"}:
        raise BadMapping(
            "No column tells whose event it is: an external id or an e-mail address. Say which one does."
        )
    if fixed_name is None and "name" not in targets_:
        raise BadMapping(
            "No column tells what happened. Give one name for all events of the file, or a column."
        )
    if "at" not in targets_:
        raise BadMapping("No column tells when it happened. Say which one does.")
