"""The tables of schema `project`."""

from vistone.project.tables.board import custom_fields, project_statuses, saved_views
from vistone.project.tables.imports import project_imports
from vistone.project.tables.money import expenses, rates, time_entries
from vistone.project.tables.planning import ai_insights, milestones, risk_register
from vistone.project.tables.projects import project_members, projects
from vistone.project.tables.repeating import calendar_feeds, project_templates, task_recurrences
from vistone.project.tables.schedule import baselines, project_calendars
from vistone.project.tables.schema import metadata
from vistone.project.tables.talk import task_attachments, task_comments, task_watchers
from vistone.project.tables.tasks import task_checklists, task_dependencies, tasks

__all__ = [
    "ai_insights",
    "baselines",
    "calendar_feeds",
    "custom_fields",
    "expenses",
    "metadata",
    "milestones",
    "project_calendars",
    "project_imports",
    "project_members",
    "project_statuses",
    "project_templates",
    "projects",
    "rates",
    "risk_register",
    "saved_views",
    "task_attachments",
    "task_checklists",
    "task_comments",
    "task_dependencies",
    "task_recurrences",
    "task_watchers",
    "tasks",
    "time_entries",
]
