"""The check of a person's documents."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class KycStatus(StrEnum):
    """Where the check of a person's documents stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    RESUBMISSION_REQUESTED = "resubmission_requested"


class KycDocumentKind(StrEnum):
    """What a document is."""

    PASSPORT = "passport"
    ID_CARD = "id_card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"
    COMPANY_REGISTER = "company_register"
    PROOF_OF_ADDRESS = "proof_of_address"
    OTHER = "other"


class KycDocument(Struct, frozen=True, rename="camel"):
    """A file that was handed in: what is known of it, never what is in it. `size` is in bytes."""

    id: UUID
    kind: KycDocumentKind
    name: str
    size: int
    content_type: str
    uploaded_at: datetime


class KycDocuments(Struct, frozen=True):
    """The files that were handed in, in their order. Beside `items` stands what the person told of themselves, as told."""

    items: list[KycDocument]


class KycData(Record, frozen=True):
    """The check of a person's documents.

    `submitted_at` is empty while they are still gathered; then they are pending until an Organizer has decided.
    `purged_at` says since when the files are kept no more.
    """

    private = ("documents",)

    id: UUID
    user_id: UUID
    status: KycStatus
    documents: KycDocuments | None
    reason: str | None
    submitted_at: datetime | None
    decided_at: datetime | None
    decided_by: UUID | None
    verified_at: datetime | None
    purged_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class KycDocumentLink(Struct, frozen=True):
    """An address that opens a document without a credential, good for so many seconds."""

    url: str
    seconds: int
