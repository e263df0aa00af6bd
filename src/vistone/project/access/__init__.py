"""Who may: which rows a role sees, as SQL, and what a scope may do with a row. Every loader and list goes through here.

Organizers see all. Managers and Contributors see the projects they manage, are a member of, or whose teams they are
in. Clients see the projects of their client that are shared with it, and of those the tasks that are shared.

`visible_*` take the role's name and give a condition, or None for "all of the organization".
"""

from vistone.project.access.board import (
    SETTINGS,
    of_custom_field,
    of_view,
    visible_custom_fields,
    visible_statuses,
    visible_views,
)
from vistone.project.access.money import (
    of_entry,
    of_money,
    shown_entry,
    visible_entries,
    visible_expenses,
    visible_rates,
)
from vistone.project.access.planning import of_import, visible_imports, visible_insights
from vistone.project.access.projects import (
    PROJECTS,
    in_visible_project,
    of_project,
    shown_project,
    staff_only,
    visible_projects,
)
from vistone.project.access.talk import (
    of_attachment,
    of_comment,
    of_recurrence,
    of_watcher,
    visible_attachments,
    visible_comments,
    visible_recurrences,
    visible_watchers,
)
from vistone.project.access.tasks import (
    TASKS,
    in_visible_task,
    of_task,
    of_task_part,
    seen_fields,
    shown_task,
    visible_checklists,
    visible_dependencies,
    visible_tasks,
)
from vistone.project.access.templates import of_feed, of_template, visible_feeds, visible_risks, visible_templates

__all__ = [
    "PROJECTS",
    "SETTINGS",
    "TASKS",
    "in_visible_project",
    "in_visible_task",
    "of_attachment",
    "of_comment",
    "of_custom_field",
    "of_entry",
    "of_feed",
    "of_import",
    "of_money",
    "of_project",
    "of_recurrence",
    "of_task",
    "of_task_part",
    "of_template",
    "of_view",
    "of_watcher",
    "seen_fields",
    "shown_entry",
    "shown_project",
    "shown_task",
    "staff_only",
    "visible_attachments",
    "visible_checklists",
    "visible_comments",
    "visible_custom_fields",
    "visible_dependencies",
    "visible_entries",
    "visible_expenses",
    "visible_feeds",
    "visible_imports",
    "visible_insights",
    "visible_projects",
    "visible_rates",
    "visible_recurrences",
    "visible_risks",
    "visible_statuses",
    "visible_tasks",
    "visible_templates",
    "visible_views",
    "visible_watchers",
]
