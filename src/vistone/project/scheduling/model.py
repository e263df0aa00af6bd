"""What a schedule is made of."""

from collections.abc import Sequence
from datetime import date
from enum import Enum, auto
from uuid import UUID

from msgspec import Struct

from vistone.project.contracts import ConstraintType, DependencyType


class Standing(Enum):
    """Whether the schedule may place an activity.

    `DONE` ones lie where they were and hold what waits for them; nothing holds them. `OUTSIDE` ones belong to another
    project: they lie where that project has them, and hold what waits for them and what they wait for.
    """

    OPEN = auto()
    DONE = auto()
    OUTSIDE = auto()


class Activity(Struct, frozen=True):
    """One task as the schedule sees it. `duration` is in working days, 0 for a milestone.

    `start` and `due` are the days that it is planned for. Where others are below it (`parent_id`), its own duration
    and dates do not count.
    """

    id: UUID
    duration: int
    parent_id: UUID | None = None
    start: date | None = None
    due: date | None = None
    constraint: ConstraintType | None = None
    constraint_date: date | None = None
    standing: Standing = Standing.OPEN


class Link(Struct, frozen=True):
    """`task` waits for `on`: of which ends that is said (FS: its start for the other's finish) by `type`.

    `lag` is in working days; a negative one (a lead) lets the two overlap.
    """

    task: UUID
    on: UUID
    type: DependencyType = DependencyType.FS
    lag: int = 0


class CircleError(ValueError):
    """Tasks that would wait for each other forever: each of `tasks` waits for the next, the last for the first."""

    def __init__(self, tasks: Sequence[UUID]) -> None:
        super().__init__("the tasks wait for each other in a circle")
        self.tasks = tuple(tasks)
