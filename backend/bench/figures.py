"""What a benchmark found: a figure, its unit, and what it is compared with."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`bench` names the benchmark, dots from the general to the special."""

    bench: str
    value: float
    unit: str
    baseline: float | None = None

    @property
    def ratio(self) -> float | None:
        return round(self.value / self.baseline, 2) if self.baseline else None

    def line(self) -> str:
        """Return the figure as one line of JSON."""
        found = {"bench": self.bench, "value": _short(self.value), "unit": self.unit}
        if self.baseline is not None:
            found |= {"baseline": _short(self.baseline), "ratio": self.ratio}
        return json.dumps(found)


def _short(value: float) -> float | int:
    return round(value) if value >= 100 else round(value, 3)
