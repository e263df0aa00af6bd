"""The check of people's documents."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from vistone.auth.contracts import KycDocumentKind, KycStatus
from vistone.kernel.wire import Body

Reason = Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]

_TOLD = "What you tell of yourself, under names of your own; `items` are the files, which are uploaded and never told. "
_KEPT = "With `items`, the files that are not among them are taken away."


class KycCreate(Body, frozen=True):
    """A person begins to gather their documents; the files follow, one upload each."""

    documents: Annotated[dict[str, Any] | None, Meta(description=_TOLD)] = None


class KycPatch(Body, frozen=True):
    """What the person tells anew; or, by an Organizer, a decision: a `status` other than `pending`."""

    documents: Annotated[dict[str, Any] | None, Meta(description=_TOLD + _KEPT)] | UnsetType = UNSET
    status: KycStatus | UnsetType = UNSET
    reason: Reason | None | UnsetType = UNSET


class KycDocumentCreate(Body, frozen=True):
    """The text fields of a form that brings a document."""

    kind: KycDocumentKind


class KycRefusal(Body, frozen=True):
    """Why the documents are not good; the person is told."""

    reason: Reason
