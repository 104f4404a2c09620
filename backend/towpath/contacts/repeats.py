"""Which rows of a large file mean the same, known in little memory: two passes over the file, one bit a row."""

_BITS = 1 << 27


class Suspects:
    """Keys (64-bit hashes) that were seen at least twice; a few seen once may be among them.

    Every key sets one bit of 16 MB. A key whose bit was set already is suspected, and only suspects cost memory.
    """

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)
        self.last: dict[int, int] = {}

    def seen(self, key: int) -> bool:
        """Remember a key; tell whether it was (very probably) seen before. Then set `last` for its row."""
        place = key % _BITS
        byte, bit = place >> 3, 1 << (place & 7)
        if self._bits[byte] & bit:
            return True
        self._bits[byte] |= bit
        return False

    def is_last(self, key: int, line: int) -> bool:
        """Tell, after the first pass, whether no later row has this key."""
        return self.last.get(key, line) == line


class Occurrences:
    """Counts, on the second pass, the how-manieth row with its key this is; keys seen once cost nothing."""

    def __init__(self, suspects: Suspects) -> None:
        self._counts = dict.fromkeys(suspects.last, 0)

    def number(self, key: int) -> int:
        """Return 1 for the first row with this key, 2 for the second, …"""
        if key not in self._counts:
            return 1
        self._counts[key] += 1
        return self._counts[key]
