"""Every SQL statement of the service: the collections and what they do not cover."""

from vistone.project.queries.ordering import (
    checklist_positions,
    last_position,
    lock_order,
    position_beside,
    spread_positions,
)
from vistone.project.queries.planning import IMPORT, IMPORTS, INSIGHT, INSIGHTS, MILESTONE, MILESTONES, RISK, RISKS
from vistone.project.queries.projects import MEMBER, MEMBERS, PROJECT, PROJECTS, my_projects
from vistone.project.queries.tasks import (
    CHECKLIST,
    CHECKLISTS,
    DEPENDENCIES,
    DEPENDENCY,
    TASK,
    TASKS,
    ancestors,
    board,
    set_deleted,
    waits_for,
)

__all__ = [
    "CHECKLIST",
    "CHECKLISTS",
    "DEPENDENCIES",
    "DEPENDENCY",
    "IMPORT",
    "IMPORTS",
    "INSIGHT",
    "INSIGHTS",
    "MEMBER",
    "MEMBERS",
    "MILESTONE",
    "MILESTONES",
    "PROJECT",
    "PROJECTS",
    "RISK",
    "RISKS",
    "TASK",
    "TASKS",
    "ancestors",
    "board",
    "checklist_positions",
    "last_position",
    "lock_order",
    "my_projects",
    "position_beside",
    "set_deleted",
    "spread_positions",
    "waits_for",
]
