"""Tests on dates and moments as SQL.

Dates and moments in JSON are text, and reading text is what costs: 4 to 9 microseconds for the regular expression
that lets only existing dates through. So a text is first compared, as text, with the days between which it must lie;
then the usual forms are told by cheaper means; only the rest meets the regular expression. Nothing is cast before.
"""

from datetime import timedelta

from towpath.engine.conditions.moments import DATE_PATTERN, MOMENT_PATTERN, NOW, Shifted, Span
from towpath.engine.conditions.values import InSpan, Returns
from towpath.segments.sql.binds import Binds, Present

# A moment's text may name a day that is up to this far from the day which a calendar somewhere shows.
_SLACK = timedelta(days=2)
_SAFE_DAY = (
    "substr(v.t, 9, 2) BETWEEN '01' AND '28' AND substr(v.t, 6, 2) BETWEEN '01' AND '12'"
    " AND left(v.t, 4) > '0000'"
)
_SAFE_TIME = "substr(v.t, 12, 2) <= '23' AND substr(v.t, 15, 2) <= '59' AND substr(v.t, 18, 2) <= '59'"
_IS_DATE = (
    "v.t LIKE '____-__-__' AND translate(v.t, '0123456789', '') = '--'"
    f" AND (({_SAFE_DAY}) OR v.t ~ '^{DATE_PATTERN}$')"
)
_IS_MOMENT = (
    "(v.t LIKE '____-__-__T__:__:__Z' AND translate(v.t, '0123456789', '') = '--T::Z'"
    f" AND {_SAFE_DAY} AND {_SAFE_TIME}) OR v.t ~ '^{MOMENT_PATTERN}$'"
)


def time_sql(test: InSpan | Returns, text: str, moment: str, zone: str, binds: Binds) -> str:
    """Return a test on a column of moments, or else on a text, which is read only once."""
    if moment:
        return _moment(test, moment, zone, binds)
    may = _may_lie_in(test.span, binds) if isinstance(test, InSpan) else _may_return(test, binds)
    day, at = _day(test, "v.t::date", zone, binds), _moment(test, "v.t::timestamptz", zone, binds)
    found = f"CASE WHEN {may} THEN CASE WHEN {_IS_DATE} THEN {day} WHEN {_IS_MOMENT} THEN {at} END END"
    return f'(SELECT {found} FROM (SELECT {text} COLLATE "C" AS t OFFSET 0) AS v)'


def _may_lie_in(span: Span, binds: Binds) -> str:
    parts = []
    if span.low is not None:
        low = span.low

        def first(present: Present) -> str:
            return (present.edge(low, is_low=True, as_day=True).least - _SLACK).isoformat()

        parts.append(f"v.t >= {binds.made('text', (low, 'first day'), first)}")
    if span.high is not None:
        high = span.high

        def last(present: Present) -> str:
            return (present.edge(high, is_low=False, as_day=True).greatest + _SLACK).isoformat()

        parts.append(f"v.t < {binds.made('text', (high, 'last day'), last)}")
    return " AND ".join(parts)


def _may_return(test: Returns, binds: Binds) -> str:
    """Compare month and day, as text, with the days on which anybody may have a return within reach."""
    low, high = NOW, Shifted(test.within)

    def days(present: Present) -> list[str]:
        first = present.edge(low, is_low=True, as_day=True).least - _SLACK
        last = present.edge(high, is_low=False, as_day=True).greatest + _SLACK
        reach = min((last - first).days, 366)
        return sorted({f"{first + timedelta(days=n):%m-%d}" for n in range(reach + 1)} | {"02-29"})

    return f"substr(v.t, 6, 5) = ANY ({binds.made('text[]', (test, 'days'), days)})"


def _moment(test: InSpan | Returns, moment: str, zone: str, binds: Binds) -> str:
    if isinstance(test, InSpan):
        return within_span(test.span, moment, zone, binds)
    return _day(test, f"({moment} AT TIME ZONE {binds.zone_name(zone)})::date", zone, binds)


def _day(test: InSpan | Returns, day: str, zone: str, binds: Binds) -> str:
    if isinstance(test, InSpan):
        return within_span(test.span, day, zone, binds, as_day=True)
    low = binds.edge(NOW, zone, is_low=True, as_day=True)
    high = binds.edge(Shifted(test.within), zone, is_low=False, as_day=True)
    # A span of a year at most holds a return of one of two years: the first that may count, and the next.
    ahead = "greatest(extract(year FROM d.low)::int - extract(year FROM d.day)::int, 1)"
    returns = [f"(d.day + make_interval(years => {ahead}{more}))::date" for more in ("", " + 1")]
    found = " OR ".join(f"{one} BETWEEN d.low AND d.high" for one in returns)
    return f"(SELECT {found} FROM (SELECT {day} AS day, {low} AS low, {high} AS high OFFSET 0) AS d)"


def within_span(span: Span, value: str, zone: str, binds: Binds, *, as_day: bool = False) -> str:
    """Return whether a date or timestamptz expression lies in a span."""
    parts = []
    if span.low is not None:
        parts.append(f"{value} >= {binds.edge(span.low, zone, is_low=True, as_day=as_day)}")
    if span.high is not None:
        parts.append(f"{value} <= {binds.edge(span.high, zone, is_low=False, as_day=as_day)}")
    return f"({' AND '.join(parts)})"
