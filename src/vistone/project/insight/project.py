"""What is said of a project as a whole: its likely finish, what is late, stands still or is not estimated.

Each insight has a kind, of which a project has one at a time, and names the numbers that it stands on.
"""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.project.insight import forecast, risks, standstill
from vistone.project.insight.forecast import Forecast, confidence
from vistone.project.insight.work import CLOSED, Piece, Snapshot, record_of

HISTORY_DAYS = 120
OWN_HISTORY = 12
"""From so many tasks of its own finished in that time on, a project's own pace says more than everybody's durations."""
RECORDS = 10
LOOKED_AT = 100
"""The tasks whose dates come first are simulated, each by 2,000 draws."""
_COUNTED = 0.95
"""What is counted and not guessed is as sure as the tasks are kept up to date."""


class Insight(Struct, frozen=True):
    """One thing to know about a project."""

    kind: str
    content: str
    confidence: float
    actionable: bool
    numbers: dict[str, Any]
    records: list[dict[str, Any]] = []

    @property
    def evidence(self) -> dict[str, Any]:
        """As it is kept."""
        return {"numbers": self.numbers, "records": self.records}


def found(snapshot: Snapshot, history: Sequence[Piece]) -> list[Insight]:
    """Everything there is to say; `history` are finished tasks of the whole organization."""
    rules = (finish, delay)
    made = [insight for rule in rules if (insight := rule(snapshot, history)) is not None]
    counted = (_stale, _blocked, _not_estimated, _overload)
    return [*made, *(insight for rule in counted if (insight := rule(snapshot)) is not None)]


def seed_of(id: UUID) -> int:
    """The same seed for the same record, so that a forecast changes with the facts alone."""
    return zlib.crc32(id.bytes)


def finish(snapshot: Snapshot, history: Sequence[Piece]) -> Insight | None:
    """When the project is likely to be done; None when nothing is left to do.

    By its own pace with twelve tasks finished in the last 120 days, else by everybody's durations and the number of
    people who have work in it. With too little of both it says so, and nothing else.
    """
    remaining = snapshot.remaining()
    if not remaining:
        return None
    forecasted = _pace(snapshot, len(remaining)) or _durations(snapshot, history, remaining)
    if forecasted is None:
        finished = sum(1 for piece in history if piece.took_days is not None)
        return Insight(
            "finish",
            "There are too few finished tasks to tell when this will be done.",
            0.05,
            actionable=False,
            numbers={"remaining": len(remaining), "history": finished, "needed": forecast.ENOUGH_HISTORY},
        )
    days = {name: getattr(forecasted, name) for name in ("p50", "p80", "p95")}
    dates = {name: (snapshot.now + timedelta(days=value)).date().isoformat() for name, value in days.items()}
    end = snapshot.project.end_date
    late = None if end is None else (snapshot.now + timedelta(days=forecasted.p80) - end).days
    return Insight(
        "finish",
        _said(forecasted, dates),
        forecasted.confidence,
        actionable=late is not None and late > 0,
        numbers={
            "remaining": len(remaining),
            "days": days,
            "dates": dates,
            "daysLate": late,
            "runs": forecasted.runs,
            "seed": forecasted.seed,
            "history": forecasted.history,
            "method": forecasted.method,
            "people": _people(remaining),
        },
    )


def _said(forecasted: Forecast, dates: Mapping[str, str]) -> str:
    """The two dates in words; a run that was cut off after ten years says only that it takes longer."""
    if forecasted.p50 >= forecast.LONGEST_DAYS:
        return f"Likely done after {dates['p50']}, at the pace so far."
    most = f"after {dates['p80']}" if forecasted.p80 >= forecast.LONGEST_DAYS else f"to {dates['p80']}"
    return f"Likely done by {dates['p50']} (one in two) {most} (four in five)."


def _pace(snapshot: Snapshot, remaining: int) -> Forecast | None:
    since = snapshot.now - timedelta(days=HISTORY_DAYS)
    done = [
        piece.completed_at
        for piece in snapshot.leaves()
        if piece.status == "done" and piece.took_days is not None and piece.completed_at and piece.completed_at >= since
    ]
    if len(done) < OWN_HISTORY:
        return None
    count = Counter((snapshot.now - moment).days for moment in done)
    days = max(max(count) + 1, 14)
    return forecast.by_throughput(remaining, [count[day] for day in range(days)], seed=seed_of(snapshot.project.id))


def _durations(snapshot: Snapshot, history: Sequence[Piece], remaining: Sequence[Piece]) -> Forecast | None:
    took = [days for piece in history if (days := piece.took_days) is not None]
    return forecast.by_durations(len(remaining), took, _people(remaining), seed=seed_of(snapshot.project.id))


def _people(pieces: Sequence[Piece]) -> int:
    return max(1, len({piece.assignee_id for piece in pieces} - {None}))


def delay(snapshot: Snapshot, history: Sequence[Piece]) -> Insight | None:
    """Which tasks with a date are, more likely than not, late: those whose median finish lies beyond it."""
    took = [days for piece in history if (days := piece.took_days) is not None]
    waited = [days for piece in history if (days := piece.waited_days) is not None]
    late = []
    dated = sorted((one for one in snapshot.remaining() if one.due_date), key=lambda one: (one.due_date, str(one.id)))
    for piece in dated[:LOOKED_AT]:
        expected = expected_delay(piece, snapshot, took, waited)
        if expected is not None and expected.p50 >= 1:
            late.append((expected, piece))
    if not late:
        return None
    late.sort(key=lambda pair: (-pair[0].p50, str(pair[1].id)))
    records = [{**record_of(piece), "days50": one.p50, "days80": one.p80} for one, piece in late[:RECORDS]]
    samples = min(one.history for one, _ in late)
    return Insight(
        "delay",
        f"{_tasks(len(late))} will more likely than not be finished after the due date.",
        confidence(samples, steadiness=0.5),
        actionable=True,
        numbers={"tasks": len(late), "samples": samples, "dated": len(dated[:LOOKED_AT])},
        records=records,
    )


def expected_delay(piece: Piece, snapshot: Snapshot, took: Sequence[float], waited: Sequence[float]) -> Forecast | None:
    """By how many days a task will be finished after the end of its due date; 0 for in time. None without a date."""
    if piece.due_date is None or piece.status in CLOSED:
        return None
    elapsed = None if piece.started_at is None else max(0.0, (snapshot.now - piece.started_at).total_seconds() / 86_400)
    done = forecast.of_one(took, waited, elapsed=elapsed, seed=seed_of(piece.id))
    if done is None:
        return None
    room = (piece.due_date + timedelta(days=1) - snapshot.now).total_seconds() / 86_400
    p50, p80, p95 = (round(max(0.0, value - room), 1) for value in (done.p50, done.p80, done.p95))
    return Forecast(p50, p80, p95, done.runs, done.seed, done.history, done.method)


def _stale(snapshot: Snapshot) -> Insight | None:
    idle = standstill.stale(snapshot)
    if not idle:
        return None
    return Insight(
        "stale",
        f"{_tasks(len(idle))} at work {_was(len(idle))} not touched for {standstill.STALE_DAYS} days or longer.",
        _COUNTED,
        actionable=True,
        numbers={"tasks": len(idle), "days": standstill.STALE_DAYS, "longestDays": idle[0].days},
        records=[{**record_of(one.piece), "days": one.days} for one in idle[:RECORDS]],
    )


def _blocked(snapshot: Snapshot) -> Insight | None:
    held = standstill.blocked(snapshot)
    if not held:
        return None
    here = snapshot.project.id
    return Insight(
        "blocked",
        f"{_tasks(len(held))} should be at work and wait{'s' if len(held) == 1 else ''} for others.",
        _COUNTED,
        actionable=True,
        numbers={"tasks": len(held)},
        records=[
            {
                **record_of(one.piece),
                "days": one.days,
                "waitsFor": [record_of(other) for other in one.waits_for if other.project_id == here],
            }
            for one in held[:RECORDS]
        ],
    )


def _not_estimated(snapshot: Snapshot) -> Insight | None:
    remaining = snapshot.remaining()
    unknown = standstill.without_estimate(remaining)
    if not unknown or len(unknown) == len(remaining):  # who estimates nothing does not want to
        return None
    return Insight(
        "estimate",
        f"{len(unknown)} of {_tasks(len(remaining))} left {'has' if len(unknown) == 1 else 'have'} no estimate.",
        _COUNTED,
        actionable=True,
        numbers={"tasks": len(unknown), "remaining": len(remaining)},
        records=[record_of(piece) for piece in unknown[:RECORDS]],
    )


def _overload(snapshot: Snapshot) -> Insight | None:
    people = risks.overbooked(snapshot)
    if not people:
        return None
    return Insight(
        "overload",
        f"{len(people)} {'person has' if len(people) == 1 else 'people have'} more work due in two weeks than hours.",
        _COUNTED,
        actionable=True,
        numbers={"people": len(people), "windowDays": risks.WINDOW_DAYS},
        records=[{**one.records[0], **one.numbers} for one in people],
    )


def _tasks(count: int) -> str:
    return "1 task" if count == 1 else f"{count} tasks"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
