"""What a project's people make their own: statuses, custom fields, saved views."""

from enum import StrEnum


class FieldKind(StrEnum):
    """What values a custom field takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    PERSON = "person"


class ViewKind(StrEnum):
    """How a saved view shows tasks."""

    LIST = "list"
    BOARD = "board"
    TIMELINE = "timeline"
    CALENDAR = "calendar"
