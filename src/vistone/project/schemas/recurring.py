"""Bodies for tasks that come again."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Moment

RuleText = Annotated[
    str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$", description="For example FREQ=WEEKLY;BYDAY=MO,TH.")
]
TimeZoneName = Annotated[
    str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00]*$", description="For example Europe/Berlin.")
]


class TaskRecurrenceCreate(Body, frozen=True):
    """A task begins to come again; it stands itself for the first time, `startsAt`."""

    task_id: UUID
    rule: RuleText
    time_zone: TimeZoneName
    starts_at: Moment
    active: bool = True


class TaskRecurrencePatch(Body, frozen=True):
    """Changes to how a task comes again."""

    rule: RuleText | UnsetType = UNSET
    time_zone: TimeZoneName | UnsetType = UNSET
    starts_at: Moment | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class TaskRecurrencePreview(Body, frozen=True):
    """A rule to be looked at before it is used."""

    rule: RuleText
    starts_at: Moment
    time_zone: TimeZoneName
