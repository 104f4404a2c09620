"""What each column of a file means: guessed from its name and a sample, and as the person says."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

import msgspec

from towpath.contacts.cells import ERROR_COLUMNS, Times, guess_type
from towpath.contacts.fields import RESERVED, is_key
from towpath.contacts.model import TEXT_FIELDS, AttributeType
from towpath.kit.errors import Fault, Invalid

IGNORE: Final = "ignore"
TAGS: Final = "tags"

# Other names of built-in fields, the most telling first; compared without case, spaces and punctuation.
CONTACT_NAMES: Final[Mapping[str, Sequence[str]]] = {
    "external_id": (
        "externalid", "customerid", "userid", "contactid", "subscriberid", "memberid", "clientid", "customernumber",
        "customerno", "kundennummer", "kundennr", "uid", "uuid", "id",
    ),
    "email": (
        "email", "emailaddress", "mail", "mailaddress", "emailadresse", "courriel", "correo", "correoelectronico",
        "useremail", "contactemail",
    ),
    "phone": ("phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone", "cell", "telefon", "handy"),
    "first_name": ("firstname", "fname", "givenname", "forename", "vorname", "prenom", "nombre", "nome"),
    "last_name": ("lastname", "lname", "surname", "familyname", "nachname", "familienname", "apellido", "cognome"),
    "company": ("company", "companyname", "organisation", "organization", "firma", "employer", "entreprise"),
    "city": ("city", "town", "ort", "stadt", "ville", "ciudad", "citta"),
    "country": ("country", "countrycode", "land", "pays", "pais", "paese", "nation"),
    "language": ("language", "lang", "locale", "sprache", "langue", "idioma"),
    "time_zone": ("timezone", "tz", "zeitzone"),
    TAGS: ("tags", "tag", "labels", "label"),
}  # fmt: skip


class Column(msgspec.Struct, frozen=True):
    """One column: its name in the file, and its target.

    Targets: a built-in field, `tags`, `attribute:<key>`, `ignore`; of events `name`, `at`, `id`,
    `property:<key>`.
    """

    header: str
    target: str
    type: AttributeType | None = None
    is_new: bool = False


class BadMapping(Invalid):
    """The columns cannot be understood like this."""

    code = "bad-mapping"


def plain(name: str) -> str:
    """Return a column's name without case, accents, spaces and punctuation, to compare."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in letters if char.isalnum())


def guess(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the target of each column whose name says it; a target is given to its most telling name."""
    by_plain: dict[str, str] = {}
    for column in header:
        by_plain.setdefault(plain(column), column)
    found: dict[str, str] = {}
    for target, synonyms in names.items():
        best = next((by_plain[name] for name in synonyms if name in by_plain), None)
        if best is not None and best not in found:
            found[best] = target
    return found


def targets(
    header: Sequence[str], names: Mapping[str, Sequence[str]], mapping: Mapping[str, str]
) -> dict[str, str]:
    """Return the targets by column: those a person chose, then the guesses for what is left.

    Raises BadMapping naming columns the file has not.
    """
    faults = [Fault(f"/mapping/{name}", f"The file has no column “{name[:80]}”.")
              for name in mapping if name not in header]  # fmt: skip
    if faults:
        raise BadMapping(faults[0].detail, faults=faults)
    if tuple(header[:2]) == ERROR_COLUMNS:
        mapping = dict.fromkeys(ERROR_COLUMNS, IGNORE) | dict(mapping)
    guesses = guess([name for name in header if name not in mapping], names)
    return {name: to for name, to in guesses.items() if to not in mapping.values()} | dict(mapping)


def check_targets(columns: Sequence[Column]) -> None:
    """Raise BadMapping when two columns go to the same place."""
    seen: dict[str, str] = {}
    for column in columns:
        if column.target == IGNORE:
            continue
        if column.target in seen:
            raise BadMapping(
                f"The columns “{seen[column.target][:80]}” and “{column.header[:80]}” both go to {column.target}.",
                faults=[Fault(f"/mapping/{column.header}", "Choose another target, or ignore.")],
            )
        seen[column.target] = column.header


def key_of(header: str, taken: Collection[str]) -> str:
    """Return a snake_case key for a column's name, the same for the same name, and none of `taken`."""
    ascii_name = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", ascii_name).strip("_")[:56]
    if not base:
        base = f"column_{hashlib.sha256(header.encode()).hexdigest()[:6]}"
    if not base[0].isalpha():
        base = f"x_{base}"
    key, n = base, 2
    while key in taken:
        key, n = f"{base}_{n}", n + 1
    return key


def contact_columns(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    types: Mapping[str, AttributeType],
    mapping: Mapping[str, str],
    unknown: Literal["attributes", "ignore"],
    times: Times,
) -> list[Column]:
    """Return what each column of a contact file means, in the order of the file.

    `types` are the declared attributes. Raises BadMapping when no column tells who somebody is.
    """
    wanted = targets(header, CONTACT_NAMES, mapping)
    columns: list[Column] = []
    taken: set[str] = set()
    for n, name in enumerate(header):
        target = wanted.get(name) or _unknown(name, types, taken, unknown)
        column = _column(name, target, types, [row[n].strip() for row in sample], times)
        taken.add(column.target.removeprefix("attribute:"))
        columns.append(column)
    check_targets(columns)
    if not {"external_id", "email"} & {column.target for column in columns}:
        raise BadMapping("No column holds an e-mail address or an external id. Say which one does.")
    return columns


def _unknown(
    name: str,
    types: Mapping[str, AttributeType],
    taken: set[str],
    unknown: Literal["attributes", "ignore"],
) -> str:
    if not name or unknown == IGNORE:
        return IGNORE
    known = next((key for key in types if plain(key) == plain(name) and key not in taken), None)
    return f"attribute:{known or key_of(name, {*taken, *RESERVED, *TEXT_FIELDS})}"


def _column(
    name: str, target: str, types: Mapping[str, AttributeType], cells: Sequence[str], times: Times
) -> Column:
    """Read a target such as `attribute:plan:text`. Raises BadMapping."""
    if target in (IGNORE, TAGS) or target in TEXT_FIELDS:
        return Column(name, target)
    kind, _, rest = target.partition(":")
    key, _, type_name = rest.partition(":")
    if kind != "attribute" or not is_key(key):
        raise BadMapping(
            f"“{target[:80]}” is nothing a column can be. Use a field such as first_name, attribute:<key>, tags or "
            "ignore.",
            faults=[Fault(f"/mapping/{name}", "Choose another target.")],
        )
    if key in types:
        return Column(name, f"attribute:{key}", types[key])
    try:
        type_ = AttributeType(type_name) if type_name else guess_type(filter(None, cells), times)
    except ValueError:
        raise BadMapping(f"“{type_name[:40]}” is no type: text, number, boolean, date or moment.") from None
    return Column(name, f"attribute:{key}", type_, is_new=True)
