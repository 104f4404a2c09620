"""Events in conditions: from the stat row of (contact, name) where that says enough, else from the event log.

The stat row is always asked first: it costs one look and keeps everybody out who cannot match. It counts events of the
future too, so it only decides where its first and last event lie on the right side of the present.
"""

import msgspec

from towpath.engine.conditions.moments import NOW, Edge, Span
from towpath.engine.conditions.tree import EventTest, PropertyTest, Total
from towpath.engine.conditions.values import InRange
from towpath.segments.sql.binds import Binds, depends_on_zone
from towpath.segments.sql.values import json_operand, number_sql, test_sql

# The time zone of a contact of whom only the id is at hand.
_ZONE_OF_STAT = "(SELECT z.time_zone FROM contact AS z WHERE z.id = s.contact_id)"
# Numbers beyond this do not count in totals, so that no sum can overflow.
_MOST = "1e100"
# An index on events is one per month: this leaves out the months before the first and after the last event.
_WITHIN_STAT = "e.at >= s.first_at AND e.at <= s.last_at"


class Window(msgspec.Struct, frozen=True):
    """The span in which events count; `zone` is the SQL text of the person's time zone."""

    low: Edge | None
    high: Edge | None
    zone: str
    binds: Binds

    @classmethod
    def of(cls, span: Span | None, zone: str, binds: Binds) -> "Window":
        if span is None:
            return cls(None, None, zone, binds)
        return cls(span.low, None if span.high == NOW else span.high, zone, binds)

    def begun(self, at: str) -> str:
        """Return whether a moment is not before the window."""
        if self.low is None:
            return "TRUE"
        own = f"{at} >= {self.binds.edge(self.low, self.zone, is_low=True, as_day=False)}"
        if not depends_on_zone(self.low, as_day=False):
            return own
        # The zone matters only from the first zone's edge to the last one's; the rest is cut by constants.
        first, last = self.binds.least(self.low, is_low=True), self.binds.greatest(self.low, is_low=True)
        return f"{at} >= {first} AND ({at} >= {last} OR {own})"

    def not_over(self, at: str) -> str:
        """Return whether a moment is not after the window; nothing after the present counts."""
        present = f"{at} <= {self.binds.now()}"
        if self.high is None:
            return present
        own = f"{at} <= {self.binds.edge(self.high, self.zone, is_low=False, as_day=False)}"
        if not depends_on_zone(self.high, as_day=False):
            return f"{present} AND {own}"
        return f"{present} AND {at} <= {self.binds.greatest(self.high, is_low=False)} AND {own}"


def name_id(event: str, binds: Binds) -> str:
    return f"(SELECT n.id FROM event_name AS n WHERE n.name = {binds.value('text', event)})"


def event_row(test: EventTest, contact: str, zone: str, binds: Binds) -> str:
    """Return an event test as an expression about one contact."""
    window = Window.of(test.period.span, zone, binds)
    log = f"FROM event AS e WHERE e.contact_id = {contact} AND e.name_id = s.name_id AND {_WITHIN_STAT}"
    log = f"{log} AND {matches(test, window)}"
    asked = f"(SELECT {_total(test.total, binds)} {log})" if test.total else _counted(test, window, log)
    # Not EXISTS: for that, PostgreSQL may read the rows of everybody into a hash first.
    return f"(SELECT {asked} {stat_of(test, contact, window)})"


def event_set(test: EventTest, binds: Binds) -> str:
    """Return an event test as a SELECT of contact ids, each once."""
    window = Window.of(test.period.span, _ZONE_OF_STAT, binds)
    stat = f"s.name_id = {name_id(test.event, binds)} AND {_may(test, window)}"
    if not test.total and not test.where and (test.count.times == 1 or test.period.span is None):
        log = (
            f"FROM event AS e WHERE e.contact_id = s.contact_id AND e.name_id = s.name_id AND {_WITHIN_STAT}"
        )
        counted = _counted(test, window, f"{log} AND {matches(test, window)}")
        return f"SELECT s.contact_id AS id FROM event_stat AS s WHERE {stat} AND {counted}"
    having = (
        _total(test.total, binds) if test.total else f"count(*) >= {binds.value('bigint', test.count.times)}"
    )
    return (
        "SELECT e.contact_id AS id FROM event_stat AS s"
        " JOIN event AS e ON e.contact_id = s.contact_id AND e.name_id = s.name_id"
        f" WHERE {stat} AND {matches(test, window)} GROUP BY e.contact_id HAVING {having}"
    )


def matches(test: EventTest, window: Window) -> str:
    """Return which events `e` count: those in the window whose properties pass."""
    parts = [window.begun("e.at"), window.not_over("e.at"), *where_sql(test.where, window.zone, window.binds)]
    return " AND ".join(parts)


def where_sql(where: tuple[PropertyTest, ...], zone: str, binds: Binds) -> list[str]:
    """Return the tests on the properties of an event `e`."""
    return [
        test_sql(part.comparison.asked, json_operand("e.properties", part.property, binds), zone, binds)
        for part in where
    ]


def stat_of(test: EventTest, contact: str, window: Window) -> str:
    """Return the FROM and WHERE of a contact's stat row `s`, where it allows for a match."""
    own = f"s.contact_id = {contact} AND s.name_id = {name_id(test.event, window.binds)}"
    return f"FROM event_stat AS s WHERE {own} AND {_may(test, window)}"


def _may(test: EventTest, window: Window) -> str:
    parts = [window.not_over("s.first_at"), window.begun("s.last_at")]
    if not test.total and test.count.times > 1:
        parts.append(f"s.count >= {window.binds.value('bigint', test.count.times)}")
    return " AND ".join(parts)


def _counted(test: EventTest, window: Window, log: str) -> str:
    """Return whether there are enough events, asking the log only where the stat row leaves it open."""
    times = test.count.times
    if times == 1:
        counted = f"EXISTS (SELECT {log})"
        sure = f"({window.begun('s.first_at')}) OR ({window.not_over('s.last_at')})"
    else:
        counted = f"(SELECT count(*) FROM (SELECT {log} LIMIT {times}) AS found) >= {times}"
        sure = f"({window.begun('s.first_at')} AND {window.not_over('s.last_at')})"
    return counted if test.where else f"({sure} OR {counted})"


def _total(total: Total, binds: Binds) -> str:
    test = total.comparison.asked
    if not isinstance(test, InRange):
        raise TypeError("A total is compared with numbers.")
    value = json_operand("e.properties", total.property, binds).json
    number = (
        f"CASE WHEN jsonb_typeof({value}) = 'number'"
        f" THEN CASE WHEN abs(({value})::numeric) < {_MOST} THEN ({value})::numeric END END"
    )
    if total.measure == "average":
        # Multiplied instead of divided: exact.
        return number_sql(test, f"sum({number})", binds, scale=f"count({number})")
    return number_sql(test, f"{total.measure}({number})", binds)
