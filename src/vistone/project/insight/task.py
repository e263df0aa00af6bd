"""What is suggested for one task: who, how much, which parts, how late. The form of `Task.aiSuggestions`."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from vistone.project.insight import similar
from vistone.project.insight.project import expected_delay, seed_of
from vistone.project.insight.work import Piece, Snapshot


def suggestions(
    task: Piece, snapshot: Snapshot, *, seen: Sequence[Piece], history: Sequence[Piece], people: Iterable[UUID]
) -> dict[str, Any]:
    """Suggestions for a task, with how far to trust each and what it stands on; null where too little is known.

    `seen` are finished tasks that the asker may see, which may be named; `history` those of the whole organization, of
    which only durations are told; `people` those who may be given the task.
    """
    matches = similar.like(task, seen)
    effort = similar.estimate(matches)
    # Kept with the task, where everybody of its project reads them: no titles of other projects.
    parts = similar.parts(matches, [one for one in seen if one.project_id == task.project_id])
    best = similar.candidates(matches, people, snapshot.load)
    took = [days for piece in history if (days := piece.took_days) is not None]
    waited = [days for piece in history if (days := piece.waited_days) is not None]
    late = expected_delay(task, snapshot, took, waited)
    return {
        "assignee": _assignee(best),
        "estimate": effort
        and {
            "minutes": effort.minutes,
            "low": effort.low,
            "high": effort.high,
            "confidence": effort.confidence,
            "from": [str(id) for id in effort.tasks],
        },
        "subtasks": [{"title": one.title, "confidence": one.confidence} for one in parts],
        "delay": late
        and {"days50": late.p50, "days80": late.p80, "confidence": late.confidence, "samples": late.history},
        "similar": len(matches),
        "looked": len(seen),
        "seed": seed_of(task.id),
        "computedAt": snapshot.now.isoformat(),
    }


def _assignee(best: Sequence[similar.Candidate]) -> dict[str, Any] | None:
    if not best:
        return None
    first = best[0]
    return {
        "userId": str(first.user_id),
        "confidence": similar.assignee_confidence(first, best[1:]),
        "reasons": [
            {"kind": "similar", "count": len(first.alike), "from": [str(id) for id in first.alike]},
            {"kind": "load", "count": first.open_tasks, "minutes": first.open_minutes},
        ],
        "others": [{"userId": str(one.user_id), "score": one.score} for one in best[1:]],
    }
