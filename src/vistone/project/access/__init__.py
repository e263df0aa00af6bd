"""Who may: which rows a role sees, as SQL, and what a scope may do with a row. Every loader and list goes through here.

Organizers see all. Managers and Contributors see the projects they manage, are a member of, or whose teams they are
in. Clients see the projects of their client that are shared with it, and of those the tasks that are shared.

`visible_*` take the role's name and give a condition, or None for "all of the organization".
"""

from vistone.project.access.planning import of_import, visible_imports, visible_insights
from vistone.project.access.projects import (
    PROJECTS,
    in_visible_project,
    of_project,
    shown_project,
    staff_only,
    visible_projects,
)
from vistone.project.access.tasks import (
    TASKS,
    in_visible_task,
    of_task,
    of_task_part,
    visible_checklists,
    visible_dependencies,
    visible_tasks,
)

__all__ = [
    "PROJECTS",
    "TASKS",
    "in_visible_project",
    "in_visible_task",
    "of_import",
    "of_project",
    "of_task",
    "of_task_part",
    "shown_project",
    "staff_only",
    "visible_checklists",
    "visible_dependencies",
    "visible_imports",
    "visible_insights",
    "visible_projects",
    "visible_tasks",
]
