"""Risks that the numbers of a project suggest. Each rule is simple enough to be checked by hand, and brings its proof.

Probability and impact follow fixed steps, given at each rule; a person accepts a suggestion or puts it away. The rules
look at planned dates as they stand: what is earned against what is spent, as in earned value (PMBOK Guide, 6th ed.,
7.4.2.2), slack that is gone, people with more work than hours.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.project.contracts import MilestoneStatus, RiskLevel
from vistone.project.insight.standstill import stale
from vistone.project.insight.work import Link, Piece, Snapshot, record_of

WINDOW_DAYS = 14
MOST_OF_A_KIND = 20
RECORDS = 10
BURN_AHEAD = 15
"""Percentage points by which spending may run ahead of progress."""
BEHIND = 25
"""Percentage points by which a milestone may lag behind an even pace."""
STALE_TASKS = 3
FINISHED = {MilestoneStatus.COMPLETED, MilestoneStatus.CANCELLED}
LEVELS = tuple(RiskLevel)


class Finding(Struct, frozen=True):
    """A risk that the system suggests. `subject` tells findings of one kind apart: the same cause has the same one.

    `description` is for programs, in English: an application words `kind` and `numbers` in the language of its reader.
    Evidence: `numbers` by name, and `records` ({entity, id, title}) of this project, so that whoever sees the risk may
    open them.
    """

    kind: str
    subject: str
    description: str
    probability: RiskLevel
    impact: RiskLevel
    numbers: dict[str, float | int | str]
    records: list[dict[str, str]]

    @property
    def fingerprint(self) -> str:
        """What keeps the finding from coming twice."""
        return f"{self.kind}:{self.subject}"

    @property
    def evidence(self) -> dict[str, Any]:
        """As the register keeps it. A description that is no longer `text` is in the words of a person."""
        return {"kind": self.kind, "text": self.description, "numbers": self.numbers, "records": self.records}


def level(value: float, steps: Sequence[float]) -> RiskLevel:
    """How many of the four rising steps a value reaches: none is very low, all are very high."""
    return LEVELS[sum(value >= step for step in steps)]


def found(snapshot: Snapshot) -> list[Finding]:
    """Every risk that the project's own numbers suggest."""
    rules = (slipped, overbooked, burning, behind, standing_still)
    return [finding for rule in rules for finding in rule(snapshot)]


def slipped(snapshot: Snapshot) -> list[Finding]:
    """A task (finish to start) ends, or being overdue cannot end before, the start of the task that waits for it.

    Probability: high once it is overdue, else medium. Impact by the days: 1, 3, 6, 11 (low to very high).
    """
    late = [(days, link) for link in snapshot.links if (days := _days_late(link, snapshot)) > 0]
    late.sort(key=lambda pair: (-pair[0], str(pair[1].id)))
    return [_slip(days, link, snapshot) for days, link in late[:MOST_OF_A_KIND]]


def _days_late(link: Link, snapshot: Snapshot) -> int:
    start, end = link.task.start_date, link.waits_for.due_date
    if link.type != "FS" or start is None or end is None or not (link.task.open and link.waits_for.open):
        return 0
    earliest = max(end, snapshot.today) + timedelta(days=1 + link.lag_days)
    return (earliest - start).days


def _slip(days: int, link: Link, snapshot: Snapshot) -> Finding:
    before, task = link.waits_for, link.task
    here = before.project_id == snapshot.project.id
    overdue = before.due_date is not None and before.due_date < snapshot.today
    name = f"“{before.title}”" if here else "a task of another project"
    return Finding(
        "slipped",
        str(link.id),
        f"“{task.title}” cannot start as planned: {name}, which it waits for, ends {_days(days)} too late.",
        RiskLevel.HIGH if overdue else RiskLevel.MEDIUM,
        level(days, (1, 3, 6, 11)),
        {"daysLate": days, "lagDays": link.lag_days, "overdue": int(overdue)},
        [record_of(one) for one in ([task, before] if here else [task])],
    )


def overbooked(snapshot: Snapshot) -> list[Finding]:
    """A person has more estimated work due within two weeks, overdue included, than hours; in all projects together.

    Probability by work in percent of hours: 100, 125, 150, 200. Impact by the open tasks: 1, 2, 4, 8.
    """
    hours = snapshot.working.minutes(snapshot.today.date(), WINDOW_DAYS)
    until = snapshot.today + timedelta(days=WINDOW_DAYS)
    theirs: dict[UUID, list[Piece]] = defaultdict(list)
    for piece in snapshot.load:
        due = piece.due_date is not None and piece.due_date < until
        if piece.open and due and piece.assignee_id is not None and piece.left_minutes:
            theirs[piece.assignee_id].append(piece)
    return [
        _overbooking(user_id, pieces, hours, snapshot)
        for user_id, pieces in sorted(theirs.items(), key=lambda pair: str(pair[0]))
        if sum(piece.left_minutes or 0 for piece in pieces) > hours
    ][:MOST_OF_A_KIND]


def _overbooking(user_id: UUID, pieces: list[Piece], hours: int, snapshot: Snapshot) -> Finding:
    minutes = sum(piece.left_minutes or 0 for piece in pieces)
    here = [piece for piece in pieces if piece.project_id == snapshot.project.id]
    here.sort(key=lambda piece: (-(piece.left_minutes or 0), str(piece.id)))
    percent = round(100 * minutes / hours) if hours else 999
    return Finding(
        "overbooked",
        f"{user_id}:{_quarter(snapshot.now)}",
        f"Somebody has {_hours(minutes)} of work due in the next two weeks, and {_hours(hours)} to do it in.",
        level(percent, (100, 125, 150, 200)),
        level(len(here), (1, 2, 4, 8)),
        {
            "minutes": minutes,
            "capacityMinutes": hours,
            "percent": percent,
            "tasksHere": len(here),
            "tasksElsewhere": len(pieces) - len(here),
            "windowDays": WINDOW_DAYS,
        },
        [{"entity": "auth.User", "id": str(user_id)}, *(record_of(piece) for piece in here[:RECORDS])],
    )


def burning(snapshot: Snapshot) -> list[Finding]:
    """The share of the budget that is spent runs 15 points or more ahead of progress, and a fifth is spent.

    It comes again when the next quarter of the budget is spent. Probability by the points: 15, 20, 30, 45. Impact by
    the share that is spent: 20, 40, 60, 90 percent.
    """
    project = snapshot.project
    if not project.budget or project.spent_budget is None:
        return []
    spent = float(100 * project.spent_budget / project.budget)
    ahead = spent - project.progress
    if ahead < BURN_AHEAD or spent < 20:
        return []
    numbers: dict[str, float | int | str] = {
        "spent": str(project.spent_budget),
        "budget": str(project.budget),
        "spentPercent": round(spent),
        "progress": project.progress,
    }
    return [
        Finding(
            "budget",
            str(min(int(spent // 25), 8)),
            f"{round(spent)} % of the budget is spent and {project.progress} % of the work is done.",
            level(ahead, (15, 20, 30, 45)),
            level(spent, (20, 40, 60, 90)),
            numbers,
            [{"entity": "project.Project", "id": str(project.id), "title": project.name}],
        )
    ]


def behind(snapshot: Snapshot) -> list[Finding]:
    """A milestone is overdue, or lags 25 points or more behind an even pace from its making to its date.

    Probability: very high once overdue, else by the points: 10, 20, 35, 60. Impact by the tasks left: 1, 3, 6, 12.
    """
    return list(_behind(snapshot))[:MOST_OF_A_KIND]


def _behind(snapshot: Snapshot) -> Iterator[Finding]:
    for milestone in snapshot.milestones:
        if milestone.due_date is None or milestone.status in FINISHED:
            continue
        overdue = (snapshot.today - milestone.due_date).days
        whole = (milestone.due_date - milestone.created_at).total_seconds()
        passed = (snapshot.now - milestone.created_at).total_seconds()
        expected = min(100, round(100 * passed / whole)) if whole > 0 else 100
        lag = expected - milestone.progress
        left = milestone.tasks - milestone.tasks_done
        if overdue <= 0 and (lag < BEHIND or milestone.tasks == 0):
            continue
        told = f"was due {_days(overdue)} ago" if overdue > 0 else f"should be at {expected} %"
        yield Finding(
            "milestone",
            f"{milestone.id}:{milestone.due_date.date().isoformat()}",
            f"The milestone “{milestone.title}” {told} and stands at {milestone.progress} %.",
            RiskLevel.VERY_HIGH if overdue > 0 else level(lag, (10, 20, 35, 60)),
            level(left, (1, 3, 6, 12)),
            {"daysOverdue": max(0, overdue), "expected": expected, "progress": milestone.progress, "tasksLeft": left},
            [{"entity": "project.Milestone", "id": str(milestone.id), "title": milestone.title}],
        )


def standing_still(snapshot: Snapshot) -> list[Finding]:
    """Three tasks or more are said to be at work and were not touched for two weeks.

    It comes again in the next quarter. Probability by their share of the open work in percent: 5, 15, 30, 50. Impact by
    their number: 3, 5, 10, 20.
    """
    idle = stale(snapshot)
    if len(idle) < STALE_TASKS:
        return []
    share = round(100 * len(idle) / max(1, len(snapshot.remaining())))
    return [
        Finding(
            "stale",
            _quarter(snapshot.now),
            f"{len(idle)} tasks are said to be at work and were not touched for two weeks or longer.",
            level(share, (5, 15, 30, 50)),
            level(len(idle), (3, 5, 10, 20)),
            {"tasks": len(idle), "percent": share, "longestDays": idle[0].days},
            [record_of(one.piece) for one in idle[:RECORDS]],
        )
    ]


def _quarter(moment: datetime) -> str:
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g} h" if minutes % 60 == 0 else f"{minutes / 60:.1f} h"
