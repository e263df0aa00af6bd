"""Work that comes again: recurring tasks and templates; and calendar feeds."""

from enum import StrEnum


class FeedKind(StrEnum):
    """Whose dates a calendar feed gives: a person's own work, or a project's."""

    PERSON = "person"
    PROJECT = "project"
