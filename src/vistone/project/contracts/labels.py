"""The labels of a project's tasks."""

from msgspec import Struct


class LabelCount(Struct, frozen=True):
    """A label and how many tasks carry it."""

    name: str
    count: int


class Labels(Struct, frozen=True):
    """The labels in use in a project, the most used first, at most 200."""

    labels: list[LabelCount]
