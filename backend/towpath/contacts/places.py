"""Countries, languages and time zones: what people write, and the one code we keep."""

import re
import zoneinfo
from functools import lru_cache
from importlib import resources

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)")
# Names that people write and the official list does not have.
_MORE_COUNTRIES = {
    "uk": "GB", "united kingdom": "GB", "great britain": "GB", "england": "GB", "usa": "US",
    "united states of america": "US", "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "suisse": "CH",
    "españa": "ES", "italia": "IT", "nederland": "NL", "the netherlands": "NL", "polska": "PL",
    "czech republic": "CZ", "türkiye": "TR",
}  # fmt: skip
_NOT_ZONES = frozenset({"Factory", "localtime", "posixrules"})


def country_of(text: str) -> str:
    """Return the two-letter code of a country given by code or English name. Raises ValueError."""
    codes = _countries()
    code = codes.get(text.casefold())
    if code is None:
        raise ValueError(f"“{text[:40]}” is not a country; use its two-letter code, such as DE or US")
    return code


def language_of(text: str) -> str:
    """Return a language tag in its usual spelling, such as de or pt-BR. Raises ValueError."""
    match = _LANGUAGE.fullmatch(text.replace("_", "-"))
    if match is None:
        raise ValueError(f"“{text[:40]}” is not a language; use its code, such as de or pt-BR")
    parts = match[2].split("-")[1:]
    return "-".join([match[1].lower(), *(part.upper() if len(part) == 2 else part for part in parts)])


def zone_of(text: str) -> str:
    """Return the IANA name of a time zone, spelled as in the list. Raises ValueError."""
    name = _zones().get(text.casefold())
    if name is None:
        raise ValueError(f"“{text[:40]}” is not a time zone; use a name such as Europe/Berlin")
    return name


@lru_cache(maxsize=1)
def country_names() -> tuple[tuple[str, str], ...]:
    """Return (code, English name) of every country, by name."""
    lines = (resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(sorted(((code, name) for code, name in pairs), key=lambda pair: pair[1]))


def zone_names() -> list[str]:
    """Return every time zone that is named after a place, by name; and UTC."""
    places = (name for name in _zones().values() if "/" in name and not name.startswith("Etc/"))
    return [*sorted(places), "UTC"]


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    pairs = country_names()
    return (
        {name.casefold(): code for code, name in pairs}
        | _MORE_COUNTRIES
        | {code.casefold(): code for code, _ in pairs}
    )


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones() - _NOT_ZONES}
