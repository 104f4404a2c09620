"""What addresses and time zones must look like."""

import re
from typing import Final
from zoneinfo import available_timezones

from towpath.kit.errors import Fault

_ADDRESS: Final = re.compile(
    r"[^\s@\"<>(),;:\\\x00-\x1f\x7f]{1,64}@[^\s@\"<>(),;:\\\x00-\x1f\x7f]+\.[^\s@.\x00-\x1f\x7f]+"
)
_LONGEST_ADDRESS: Final = 254


def address_faults(address: str, pointer: str) -> list[Fault]:
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return [Fault(pointer, "This is not an e-mail address. One looks like anna@example.com.")]
    return []


def zone_faults(zone: str, pointer: str) -> list[Fault]:
    if zone not in available_timezones():
        return [Fault(pointer, f"“{zone}” is not a time zone. One looks like Europe/Berlin.")]
    return []
