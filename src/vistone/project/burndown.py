"""Burn-down and burn-up: how much work there was and was left, day by day. Pure rules, without a database.

A task counts from the day it was made until the day it is deleted; a cancelled one never. It is done from the day it
was completed. In hours, `done` is the time logged, and a task leaves the rest of its estimate until it is completed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.project.contracts import Burn, BurnDay, Measure

MOST_DAYS = 366
"""More days are told in even steps, so that an answer stays small however long a project goes on."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
UNITS = {Measure.TASKS: "Tasks", Measure.POINTS: "Points", Measure.HOURS: "Hours"}


class Work(Struct, frozen=True):
    """One task: its weight (1, its points, or its estimated hours), and the days that matter."""

    id: UUID
    weight: float
    made: date
    completed: date | None
    gone: date | None


Logs = Mapping[UUID | None, Mapping[date, float]]
"""Hours logged, by task (None: on the project as a whole) and day."""


class Period(Struct, frozen=True):
    """The days that are told: those to come only for the ideal line. `end` is when all should be done, if that is known."""

    first: date
    today: date
    end: date | None

    def days(self) -> list[date]:
        """The days, evenly spaced, the present and the last one among them."""
        last = max(self.today, self.end or self.today)
        count = (last - self.first).days
        step = count // MOST_DAYS + 1
        found = {self.first + timedelta(days=offset) for offset in range(0, count + 1, step)}
        return sorted(found | {self.today, last})


def burn(work: Sequence[Work], logs: Logs | None, period: Period, measure: Measure) -> Burn:
    """The days and the two charts; `logs` for hours."""
    days = told(work, logs, period)
    return Burn(days, _chart(days, measure, ("remaining", "ideal")), _chart(days, measure, ("scope", "done")))


def told(work: Sequence[Work], logs: Logs | None, period: Period) -> list[BurnDay]:
    """The numbers of each day."""
    scope, done, remaining = _steps(work, logs)
    days = period.days()
    known = [day for day in days if day <= period.today]
    series = [_at(changes, known) for changes in (scope, done, remaining)]
    length = (period.end - period.first).days if period.end else 0
    whole = series[0][-1] if series[0] else 0.0
    found = []
    for number, day in enumerate(days):
        scoped, finished, remains = (_neat(one[number]) if number < len(known) else None for one in series)
        left = max(0.0, 1 - (day - period.first).days / length) if length > 0 else None
        found.append(BurnDay(day, scoped, finished, remains, None if left is None else _neat(whole * left)))
    return found


def _steps(work: Sequence[Work], logs: Logs | None) -> tuple[dict[date, float], dict[date, float], dict[date, float]]:
    """By how much scope, done and remaining change on which day."""
    scope: dict[date, float] = defaultdict(float)
    done: dict[date, float] = defaultdict(float)
    remaining: dict[date, float] = defaultdict(float)
    for task in work:
        scope[task.made] += task.weight
        if task.gone is not None:
            scope[max(task.gone, task.made)] -= task.weight
        ends = [max(day, task.made) for day in (task.completed, task.gone) if day is not None]
        end = min(ends, default=None)
        logged = sorted((logs or {}).get(task.id, {}).items())
        _leave(remaining, task, end, logged)
        if logs is None and task.completed is not None:
            completed = max(task.completed, task.made)
            if task.gone is None or completed < task.gone:
                done[completed] += task.weight
                if task.gone is not None:
                    done[task.gone] -= task.weight
    for days in (logs or {}).values():
        for day, hours in days.items():
            done[day] += hours
    return scope, done, remaining


def _leave(remaining: dict[date, float], task: Work, end: date | None, logged: list[tuple[date, float]]) -> None:
    """What the task leaves to do: its weight, less by what is logged, and nothing from its end on."""
    left = task.weight
    remaining[task.made] += left
    for day, hours in logged:
        if end is not None and day >= end:
            break
        less = min(left, hours)
        remaining[max(day, task.made)] -= less
        left -= less
    if end is not None:
        remaining[end] -= left


def _at(changes: Mapping[date, float], days: Sequence[date]) -> list[float]:
    """The sum of the changes up to and with each of the days, which are in order."""
    moments = sorted(changes)
    sums = list(accumulate((changes[day] for day in moments), initial=0.0))
    found, seen = [], 0
    for day in days:
        while seen < len(moments) and moments[seen] <= day:
            seen += 1
        found.append(sums[seen])
    return found


def _neat(value: float) -> float:
    return round(value, 2) + 0.0


TITLES = {"scope": "Scope", "done": "Done", "remaining": "Remaining", "ideal": "Ideal"}


def _chart(days: Sequence[BurnDay], measure: Measure, names: tuple[str, str]) -> dict[str, Any]:
    """Two lines over time, as a Vega-Lite specification that holds its data."""
    values = [
        {"day": day.day.isoformat(), "series": TITLES[name], "value": value}
        for name in names
        for day in days
        if (value := getattr(day, name)) is not None
    ]
    period = f"{days[0].day.isoformat()} to {days[-1].day.isoformat()}"
    unit = UNITS[measure]
    return {
        "$schema": SCHEMA,
        "title": {"text": "Burn-down" if "remaining" in names else "Burn-up", "subtitle": f"{unit}, {period}"},
        "description": f"{' and '.join(TITLES[name] for name in names)} in {unit.lower()}, {period}.",
        "width": "container",
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "step-after", "tooltip": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": "Day"},
            "y": {"field": "value", "type": "quantitative", "title": unit, "scale": {"zero": True}},
            "color": {
                "field": "series",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [TITLES[name] for name in names]},
            },
            "strokeDash": {
                "condition": {"test": "datum.series == 'Ideal'", "value": [4, 4]},
                "value": [1, 0],
            },
        },
    }
