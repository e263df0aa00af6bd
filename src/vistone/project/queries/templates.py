"""Templates and calendar feeds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import DateTime, Select, Text, Uuid, bindparam, exists, func, null, or_, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import same
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import CalendarFeed, FeedKind, MilestoneStatus, ProjectTemplate, TaskStatus
from vistone.project.tables import calendar_feeds, milestones, project_templates, projects, tasks

_content = project_templates.c.content

TEMPLATE = View(
    "template",
    project_templates,
    ProjectTemplate,
    abilities=access.of_template,
    computed={
        "tasks": func.jsonb_array_length(_content["tasks"]),
        "milestones": func.jsonb_array_length(_content["milestones"]),
    },
)

FEED = View("calendar feed", calendar_feeds, CalendarFeed, abilities=access.of_feed, computed={"url": null()})

TEMPLATES = Collection(
    TEMPLATE,
    resource="projects",
    visible=access.visible_templates,
    filters=[same("created_by")],
    sorts={"name": project_templates.c.name},
    search=["name", "description"],
)

FEEDS = Collection(
    FEED,
    resource="projects",
    visible=access.visible_feeds,
    filters=[same("kind", values=FeedKind), same("project_id", nullable=True), same("user_id")],
)

FEED_LIMIT = 2_000
"""Entries of a kind in a feed; calendar programs read it again and again."""


@statement
def _template_content(role: str) -> Select[Any]:
    return TEMPLATE.select(
        project_templates.c.id == bindparam("id", type_=Uuid), access.visible_templates(role)
    ).with_only_columns(_content)


async def template_content(tx: ReadTx, id: UUID) -> dict[str, Any]:
    """The project document of a template that the scope sees."""
    content: dict[str, Any] = await tx.value(_template_content(tx.scope.role), id=id)
    return content


@statement
def _feed_by_secret() -> Select[Any]:
    return select(
        calendar_feeds.c.id,
        calendar_feeds.c.organization_id,
        calendar_feeds.c.user_id,
        calendar_feeds.c.kind,
        calendar_feeds.c.project_id,
        calendar_feeds.c.last_read_at,
    ).where(calendar_feeds.c.secret_hash == bindparam("secret_hash", type_=Text), calendar_feeds.c.revoked_at.is_(None))


async def feed_by_secret(tx: ReadTx, secret_hash: str) -> asyncpg.Record | None:
    """The feed of that secret unless it was revoked, whosever it is. Needs a system transaction."""
    return await tx.one(_feed_by_secret(), secret_hash=secret_hash)


@statement
def _feed_read() -> Update:
    return (
        update(calendar_feeds)
        .where(calendar_feeds.c.organization_id == organization(), calendar_feeds.c.id == bindparam("id", type_=Uuid))
        .values(last_read_at=bindparam("now", type_=DateTime(timezone=True)))
    )


async def feed_read(tx: WriteTx, id: UUID, now: datetime) -> None:
    """Remembers when the feed was last read."""
    await tx.value(_feed_read(), id=id, now=now)


@statement
def _feed_tasks(role: str, *, personal: bool) -> Select[Any]:
    named = projects.alias("named")
    whose = tasks.c.assignee_id == me() if personal else tasks.c.project_id == bindparam("project_id", type_=Uuid)
    return (
        select(
            tasks.c.id,
            tasks.c.title,
            tasks.c.status,
            tasks.c.due_date,
            tasks.c.revision,
            tasks.c.created_at,
            tasks.c.updated_at,
            named.c.name.label("project"),
        )
        .join(named, (named.c.organization_id == tasks.c.organization_id) & (named.c.id == tasks.c.project_id))
        .where(
            tasks.c.organization_id == organization(),
            named.c.organization_id == organization(),
            tasks.c.deleted_at.is_(None),
            tasks.c.due_date >= bindparam("since", type_=DateTime(timezone=True)),
            tasks.c.status != TaskStatus.CANCELLED,
            access.visible_tasks(role),
            whose,
        )
        .order_by(tasks.c.due_date.desc(), tasks.c.id)  # of too many, what lies back is left out
        .limit(FEED_LIMIT)
    )


async def feed_tasks(tx: ReadTx, project_id: UUID | None, since: datetime) -> Sequence[asyncpg.Record]:
    """The dated tasks that the scope sees: of the project, or without one those assigned to its person."""
    query = _feed_tasks(tx.scope.role, personal=project_id is None)
    return await tx.all(query, since=since, **({} if project_id is None else {"project_id": project_id}))


@statement
def _feed_milestones(role: str, *, personal: bool) -> Select[Any]:
    mine = exists().where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == milestones.c.project_id,
        tasks.c.assignee_id == me(),
        tasks.c.deleted_at.is_(None),
    )
    named = projects.alias("named")
    manages = named.c.manager_id == me()
    whose = or_(mine, manages) if personal else milestones.c.project_id == bindparam("project_id", type_=Uuid)
    return (
        select(
            milestones.c.id,
            milestones.c.title,
            milestones.c.status,
            milestones.c.due_date,
            milestones.c.revision,
            milestones.c.created_at,
            milestones.c.updated_at,
            named.c.name.label("project"),
        )
        .join(
            named,
            (named.c.organization_id == milestones.c.organization_id) & (named.c.id == milestones.c.project_id),
        )
        .where(
            milestones.c.organization_id == organization(),
            named.c.organization_id == organization(),
            milestones.c.due_date >= bindparam("since", type_=DateTime(timezone=True)),
            milestones.c.status != MilestoneStatus.CANCELLED,
            access.in_visible_project(milestones.c.project_id, role),
            whose,
        )
        .order_by(milestones.c.due_date.desc(), milestones.c.id)
        .limit(FEED_LIMIT)
    )


async def feed_milestones(tx: ReadTx, project_id: UUID | None, since: datetime) -> Sequence[asyncpg.Record]:
    """The dated milestones that the scope sees: of the project, or of those that its person manages or has work in."""
    query = _feed_milestones(tx.scope.role, personal=project_id is None)
    return await tx.all(query, since=since, **({} if project_id is None else {"project_id": project_id}))
