"""Work that does not move: what nobody touched for long, and what waits for something else."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from vistone.project.insight.work import AT_WORK, DAY_SECONDS, Link, Piece, Snapshot

STALE_DAYS = 14
"""Work in progress that nobody touched for as long is stale."""


class Stale(Struct, frozen=True):
    """A task that is said to be at work, and for how many days nobody has touched it."""

    piece: Piece
    days: int


class Blocked(Struct, frozen=True):
    """A task that should be at work and waits for others that are not done; `days` since it should have begun."""

    piece: Piece
    waits_for: list[Piece]
    days: int


def stale(snapshot: Snapshot) -> list[Stale]:
    """Tasks in progress or review untouched for two weeks, the longest first."""
    found = []
    for piece in snapshot.leaves():
        days = int((snapshot.now - piece.updated_at).total_seconds() // DAY_SECONDS)
        if piece.status in AT_WORK and days >= STALE_DAYS:
            found.append(Stale(piece, days))
    return sorted(found, key=lambda one: (-one.days, str(one.piece.id)))


def blocked(snapshot: Snapshot) -> list[Blocked]:
    """Open tasks that are begun, or whose start has come, while a task that they wait for (FS, SS) holds them up."""
    waits: dict[UUID, list[Piece]] = defaultdict(list)
    tasks: dict[UUID, Piece] = {}
    for link in snapshot.links:
        if link.task.open and _holds(link):
            waits[link.task.id].append(link.waits_for)
            tasks[link.task.id] = link.task
    found = []
    for id, piece in tasks.items():
        begun = piece.started_at or piece.start_date
        due = begun is not None and begun <= snapshot.now
        if due or piece.status in AT_WORK:
            days = (snapshot.now - begun).days if begun is not None and due else 0
            found.append(Blocked(piece, waits[id], days))
    return sorted(found, key=lambda one: (-one.days, str(one.piece.id)))


def _holds(link: Link) -> bool:
    match link.type:
        case "FS":
            return link.waits_for.open
        case "SS":
            return link.waits_for.open and link.waits_for.status not in AT_WORK
    return False


def without_estimate(pieces: Iterable[Piece]) -> list[Piece]:
    """Those of which nobody said how much work they are."""
    return [piece for piece in pieces if not piece.estimate_minutes]
