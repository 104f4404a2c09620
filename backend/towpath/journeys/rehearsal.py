"""A walk on a clock of its own, which leaps over every wait. Facts, decisions and effects are those of real life.

Whoever calls it opens a transaction that is rolled back. What would be owed to people is only looked at.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from towpath.engine.check import World
from towpath.engine.condition import parts_of, words_of
from towpath.engine.node import Json, Node
from towpath.engine.outcome import Outcome
from towpath.engine.walk import Standing, Visit, Walk, Walker
from towpath.journeys import walking
from towpath.journeys.failures import is_passing, sentence_of
from towpath.journeys.versions import Compiled
from towpath.journeys.walking import Here
from towpath.kit.db import Conn
from towpath.messages.forecast import Mail, foresee
from towpath.segments import store as segments

# A real walk may take a thousand steps and last for decades; this one stops before it bores.
MOST_STEPS: Final = 200
HORIZON: Final = timedelta(days=5 * 366)
# A wait is visited twice: when it begins and when it is over.
_MOST_VISITS: Final = 3 * MOST_STEPS


class Part(msgspec.Struct, frozen=True):
    """A part of a question, and whether it is true of this person."""

    sentence: str
    holds: bool


class Step(msgspec.Struct):
    """What happened at a node. `port` is the way out; `end` where the journey ends, null where it stops.

    `reason` says why; `parts` are those of a question that has several.
    """

    node: str
    type: str
    sentence: str
    at: datetime
    port: str | None = None
    reason: str = ""
    waits_until: datetime | None = None
    parts: list[Part] = []
    would_send: list[Mail] = []


class Ending(msgspec.Struct, frozen=True):
    """How it ends: `ended` at an exit, `set_aside` by a step that failed, `waiting` longer than five years, or
    `too_long` after 200 steps."""

    kind: Literal["ended", "set_aside", "waiting", "too_long"]
    at: datetime
    sentence: str


class Rehearsal:
    """One walk of one person. `answers` are the ways out to take at some nodes, whatever the facts say."""

    def __init__(
        self, conn: Conn, version: Compiled, world: World, base_url: str, answers: Mapping[str, str]
    ) -> None:
        self.conn, self.version, self.world = conn, version, world
        self.base_url, self.answers = base_url, answers
        self.steps: list[Step] = []

    async def run(self, walker: Walker, here: Here) -> Ending:
        """Walk until the person has left, waits for years, or runs in circles."""
        last = here.now + HORIZON
        walk = Walk(self.version.graph, [walker], here.now, here.zone)
        for _ in range(_MOST_VISITS):
            visit = walk.visit()
            if visit is not None:
                await self._take(walk, visit, walker, here)
                if walker.standing is Standing.WAITING and walker.steps >= MOST_STEPS:
                    break
                continue
            if walker.standing is not Standing.WAITING:
                return self._end(walker, here.now)
            wake = max(walker.wake or here.now, here.now)
            if wake > last:
                return Ending("waiting", here.now, f"Still waits here, until {wake.day} {wake:%B %Y}.")
            here = Here(wake, here.zone)
            # As they are read from their row when they are claimed again.
            walker = Walker(walker.id, walker.contact, walker.node, walker.arrived, walker.steps, walker.data)
            walk = Walk(self.version.graph, [walker], here.now, here.zone)
        return Ending("too_long", here.now, f"After {MOST_STEPS} steps there is still no end in sight.")

    def _end(self, walker: Walker, now: datetime) -> Ending:
        if walker.standing is Standing.ENDED:
            return Ending("ended", now, f"Leaves the journey: {walker.reason}.")
        return Ending("set_aside", now, f"Is set aside: {walker.reason}")

    async def _take(self, walk: Walk, visit: Visit, walker: Walker, here: Here) -> None:
        step = self._step(visit, here)
        try:
            truth = await self._truth(step, visit.node.reads().conditions, walker, here)
            outcome, owed = await walking.take(self.conn, self.version, walk, visit, here)
            step.would_send = [await foresee(self.conn, row, here.now, self.base_url) for row in owed]
        except Exception as error:
            # Whatever a step raises sets its person aside in real life; only the database's moods are no finding.
            if is_passing(error):
                raise
            walker.standing, walker.reason = Standing.SET_ASIDE, sentence_of(error)
            step.reason = walker.reason
            return
        by_itself = _port(outcome)
        chosen = self.answers.get(visit.key, by_itself)
        if chosen is not None and chosen != by_itself:
            outcome = Outcome().move([walker.id], chosen)
        walk.settle(visit, outcome)
        step.port = _port(outcome)
        step.waits_until = outcome.held[0][1] if outcome.held else step.waits_until
        step.reason = _reason(step, visit.node, truth, is_chosen=chosen != by_itself) or step.sentence

    def _step(self, visit: Visit, here: Here) -> Step:
        """Return the step that is under way: a new one, unless the person has waited here."""
        if self.steps and self.steps[-1].node == visit.key and self.steps[-1].port is None:
            return self.steps[-1]
        self.steps.append(Step(visit.key, visit.node.type, visit.node.summary(self.world), here.now))
        return self.steps[-1]

    async def _truth(self, step: Step, conditions: Mapping[str, Json], walker: Walker, here: Here) -> str:
        """Say how it is with what a node asks about the person; tell of each part of a question in the step."""
        said: list[str] = []
        step.parts = []
        for name, condition in conditions.items():
            group, parts = parts_of(condition)
            asked = {name: condition, **{f"{name} {n}": part for n, part in enumerate(parts)}}
            told = await segments.evaluate(self.conn, asked, [walker.contact], here.now, here.zone)
            (holds,), answers = told[name], [told[f"{name} {n}"][0] for n in range(len(parts))]
            step.parts += [
                Part(_begun(words_of(part, self.world)), answer)
                for part, answer in zip(parts, answers, strict=True)
            ]
            deciding = [
                part if answer else {"not": part}
                for part, answer in zip(parts, answers, strict=True)
                if _decides(group, holds=holds, answer=answer)
            ]
            whole = condition if holds else {"not": condition}
            said.append(words_of({"all": deciding} if deciding else whole, self.world))
        return " and ".join(said)


def _decides(group: str, *, holds: bool, answer: bool) -> bool:
    """Tell whether a part alone made the whole come out as it did."""
    return (
        holds == answer if (group, holds) in (("all", False), ("any", True)) else group == "none" and answer
    )


def _port(outcome: Outcome) -> str | None:
    return outcome.moved[0][0] if outcome.moved else "end" if outcome.left else None


def _reason(step: Step, node: Node, truth: str, *, is_chosen: bool) -> str:
    ports = node.ports()
    label = next((port.label for port in ports if port.key == step.port), "") if len(ports) > 1 else ""
    if is_chosen:
        return f"{label or 'Goes on'}, as you chose." + (f" In truth: {truth}." if truth else "")
    if label and truth:
        return f"{label}: {truth}."
    withheld = [mail.withheld for mail in step.would_send if mail.withheld]
    return f"Would not be sent: {withheld[0]}." if withheld else label or _begun(truth)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
