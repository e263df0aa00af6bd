"""Whose a project's tasks are."""

from uuid import UUID

from msgspec import Struct


class AssigneeCount(Struct, frozen=True, rename="camel"):
    """A person, who may have left the organization since, and how many tasks are theirs."""

    user_id: UUID
    count: int


class Assignees(Struct, frozen=True):
    """Whose tasks a project has, those with the most first, at most 1000."""

    assignees: list[AssigneeCount]
