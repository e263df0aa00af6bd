"""The check of people's documents: they gather them and hand them in, an Organizer decides.

A person's own record is `pending` without `submitted_at` while they gather. Whatever they change afterwards takes the
submission back, so that nobody decides on anything else than what they saw. What is approved stays as it is, until an
Organizer asks again.

The record belongs to the organization in which the person began it or changed it last: its Organizers alone see it and
decide, and its log alone tells of it. In another of their organizations the person takes it there by what they change.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from vistone.auth import queries
from vistone.auth.actions import letters
from vistone.auth.contracts import KycData, KycDocument, KycDocumentKind, KycStatus
from vistone.auth.events import (
    KycDataApproved,
    KycDataCreated,
    KycDataOpened,
    KycDataPurged,
    KycDataRejected,
    KycDataReturned,
    KycDataSubmitted,
    KycDataUpdated,
)
from vistone.auth.queries import KYC, KYC_DATA
from vistone.auth.schemas import KycCreate, KycPatch
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from vistone.kernel.events import Updated, publish
from vistone.kernel.files import StoredFile
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import Job, JobRun, Nothing
from vistone.kernel.rows import add, as_json, change, given
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System, for_the_system
from vistone.kernel.settings import settings
from vistone.kernel.thrown_away import throw_away

MOST_DOCUMENTS = 10
LARGEST_BYTES = 15 * 1024 * 1024
CONTENT_TYPES = ("application/pdf", "image/heic", "image/jpeg", "image/png", "image/webp")

_DECISIONS: Mapping[KycStatus, tuple[type[Updated[KycData]], str]] = {
    KycStatus.APPROVED: (KycDataApproved, "kyc_approved"),
    KycStatus.REJECTED: (KycDataRejected, "kyc_rejected"),
    KycStatus.RESUBMISSION_REQUESTED: (KycDataReturned, "kyc_returned"),
}
_UNDECIDED: Mapping[str, object] = {"reason": None, "decided_at": None, "decided_by": None, "verified_at": None}


def files_of(record: KycData) -> list[dict[str, Any]]:
    """What is known of the record's files; a JSON column comes as plain values."""
    documents: Any = record.documents or {}
    items: list[dict[str, Any]] = documents.get("items", [])
    return items


def _told(documents: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the person told of themselves, without the files."""
    return {name: value for name, value in (documents or {}).items() if name != "items"}


async def begin(tx: WriteTx, data: KycCreate) -> KycData:
    """A person begins to gather their documents; there is one record of each person."""
    if (data.documents or {}).get("items"):
        raise Invalid("documents.items", "Files are uploaded, one by one: POST /api/auth/kyc-data/{id}/documents.")
    told = None if data.documents is None else {**_told(data.documents), "items": []}
    try:
        record = await add(tx, KYC, {"user_id": tx.scope.user_id, "documents": told, **_here(tx)})
    except Conflict:
        raise Conflict("one-per-person", "You have begun already; change what is there.") from None
    await publish(tx, KycDataCreated(record=record))
    return record


def _here(tx: WriteTx) -> dict[str, UUID]:
    return {"home_id": tx.scope.organization_id}


def check_open(record: KycData) -> None:
    """Conflict when the documents are approved: then they stay as they are."""
    if record.status is KycStatus.APPROVED:
        raise Conflict("approved", "These documents are approved and stay as they are.")


def check_room(record: KycData) -> None:
    """Conflict when no file can be added."""
    check_open(record)
    if len(files_of(record)) >= MOST_DOCUMENTS:
        raise Conflict("too-many-documents", f"There are {MOST_DOCUMENTS} documents already; take one away first.")


async def add_document(tx: WriteTx, id: UUID, kind: KycDocumentKind, file: StoredFile) -> KycData:
    """Adds a file that was taken in. Needs to be handed in anew."""
    old = await KYC_DATA.hold(tx, id, "update")
    check_room(old)
    now = clock.now()
    document = KycDocument(new_id(), kind, file.name, file.size, file.content_type, now)
    await queries.add_kyc_file(tx, id=document.id, user_id=old.user_id, file_key=file.key, created_at=now)
    return await _set_documents(tx, old, [*files_of(old), as_json(document)])


async def remove_document(tx: WriteTx, id: UUID, document_id: UUID, if_match: int | None) -> KycData:
    """Takes a file away. Needs to be handed in anew."""
    old = await KYC_DATA.hold(tx, id, "update")
    _document(old, document_id)
    check_open(old)
    kept = [one for one in files_of(old) if one["id"] != str(document_id)]
    return await _set_documents(tx, old, kept, if_match=if_match)


async def _set_documents(
    tx: WriteTx,
    old: KycData,
    items: Sequence[dict[str, Any]] | None,
    told: Mapping[str, Any] | None = None,
    if_match: int | None = None,
) -> KycData:
    """Other documents (None: none at all), and what the person tells where it is given."""
    kept = [] if items is None else items
    gone = {one["id"] for one in files_of(old)} - {one["id"] for one in kept}
    told = _told(msgspec.to_builtins(old.documents)) if told is None else told
    changes: dict[str, Any] = {"documents": None if items is None else {**told, "items": list(kept)}}
    changes |= {"submitted_at": None, "purged_at": None, **_here(tx)}
    new = await change(tx, KYC, old.id, changes, if_match=if_match)
    await publish(tx, KycDataUpdated.of(old, new))
    await _throw_away(tx, [UUID(one) for one in gone])
    return new


async def _throw_away(tx: WriteTx, document_ids: Sequence[UUID]) -> None:
    for key in await queries.drop_kyc_files(tx, document_ids):
        await throw_away(tx, key)


async def submit(tx: WriteTx, id: UUID, if_match: int | None) -> KycData:
    """The person hands in what they gathered; from now on an Organizer can decide."""
    old = await KYC_DATA.hold(tx, id, "update")
    check_open(old)
    if not files_of(old):
        raise Conflict("no-documents", "Upload a document first.")
    if old.status is KycStatus.PENDING and old.submitted_at is not None:
        raise Conflict("submitted", "These documents are handed in already and wait for an Organizer.")
    changes = {**_UNDECIDED, "status": KycStatus.PENDING, "submitted_at": clock.now(), **_here(tx)}
    new = await change(tx, KYC, id, changes, if_match=if_match)
    await publish(tx, KycDataSubmitted.of(old, new))
    return new


async def decide(tx: WriteTx, id: UUID, status: KycStatus, reason: str | None, if_match: int | None) -> KycData:
    """An Organizer decides on somebody else's documents, once; the person is told by mail.

    A decision stands, unless an Organizer who names the revision that they saw asks again: papers run out.
    """
    old = await KYC_DATA.hold(tx, id, "decide")
    _as_it_is(old, if_match)
    _check_undecided(old, again=status is KycStatus.RESUBMISSION_REQUESTED and if_match is not None)
    now = clock.now()
    changes = {
        "status": status,
        "reason": reason,
        "decided_at": now,
        "decided_by": tx.scope.user_id,
        "verified_at": now if status is KycStatus.APPROVED else None,
    }
    new = await change(tx, KYC, id, changes)
    event, letter = _DECISIONS[status]
    await publish(tx, event.of(old, new))
    await _tell(tx, new, letter)
    return new


def _as_it_is(record: KycData, if_match: int | None) -> KycData:
    """The record, unless its revision is another than the one that was named."""
    if if_match is not None and if_match != record.revision:
        raise Stale
    return record


def _check_undecided(record: KycData, *, again: bool) -> None:
    if record.status is not KycStatus.PENDING:
        if again and record.status is not KycStatus.RESUBMISSION_REQUESTED:
            return
        raise Conflict(
            "decided",
            f"This was decided: {record.status.value}. To ask again all the same, name its revision in If-Match.",
        )
    if record.submitted_at is None:
        raise Conflict("not-submitted", "The person is still gathering these documents.")


async def _tell(tx: WriteTx, record: KycData, letter: str) -> None:
    person = await tx.one(queries.user_by_id(), id=record.user_id)
    organization = await tx.one(queries.organization_by_id(), id=tx.scope.organization_id)
    if person is None or organization is None:
        return
    values = {
        "organization": organization["name"],
        "reason": record.reason or "",
        "link": f"{settings().origin}/settings/verification",
    }
    await letters.send(tx, letter, person["email"], values)


async def update(tx: WriteTx, id: UUID, data: KycPatch, if_match: int | None) -> KycData:
    """By the person: what they tell, and which of their files they keep. By an Organizer: a decision.

    `documents` replaces what the person told; with `items` in it, files that are not named there are taken away, and
    one that is not there is refused: files come by upload alone. `documents: null` takes everything away.
    """
    changes = given(data)
    if not changes:
        return _as_it_is(await KYC_DATA.get(tx, id), if_match)
    if "status" in changes and "documents" not in changes:
        return await _decided(tx, id, data, if_match)
    old = await KYC_DATA.hold(tx, id, "update")
    if "status" in changes:
        raise Forbidden("Nobody decides on their own documents.")
    if "reason" in changes:
        raise Invalid("reason", "A reason belongs to a decision; send the status with it.")
    check_open(old)
    if data.documents is None:
        return await _set_documents(tx, old, None, if_match=if_match)
    documents: dict[str, Any] = changes["documents"]
    return await _set_documents(tx, old, _kept(old, documents), _told(documents), if_match)


def _kept(record: KycData, documents: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files that the person keeps, in the order that they give."""
    known = {one["id"]: one for one in files_of(record)}
    if "items" not in documents:
        return list(known.values())
    items = documents["items"]
    if not isinstance(items, list):
        raise Invalid("documents.items", "Give the list of the files that you keep.")
    kept = []
    for place, one in enumerate(items):
        found = known.pop(str(one.get("id")), None) if isinstance(one, dict) else None
        if found is None:
            raise Invalid(f"documents.items[{place}].id", "There is no such file (any more); upload it.")
        kept.append(found)
    return kept


async def _decided(tx: WriteTx, id: UUID, data: KycPatch, if_match: int | None) -> KycData:
    """A decision by PATCH; one that was made already just so is none any more."""
    old = await KYC_DATA.hold(tx, id, "decide")
    status, reason = data.status, data.reason
    if not isinstance(status, KycStatus) or status is KycStatus.PENDING:
        raise Invalid("status", "A decision is approved, rejected or resubmission_requested.")
    told = reason if isinstance(reason, str) else None
    if old.status is status and told in {None, old.reason}:
        return _as_it_is(old, if_match)
    if told is None and status is not KycStatus.APPROVED:
        raise Invalid("reason", "Say why; the person is told.")
    return await decide(tx, id, status, told, if_match)


def _document(record: KycData, document_id: UUID) -> StoredFile:
    """What is known of one file, without its place. NotFound when the record has no such."""
    for one in files_of(record):
        if one["id"] == str(document_id):
            return StoredFile("", one["name"], one["size"], one["contentType"], "")
    raise NotFound("document")


async def open_document(tx: WriteTx, id: UUID, document_id: UUID) -> StoredFile:
    """The file, for who may see it; that somebody else than the person opens it is told in the log."""
    record = await KYC_DATA.get(tx, id)
    file = _document(record, document_id)
    key = await queries.kyc_file_key(tx, document_id)
    if key is None:
        raise NotFound("document")
    if record.user_id != tx.scope.user_id:
        await publish(tx, KycDataOpened(record=record, document_id=document_id))
    return msgspec.structs.replace(file, key=key)


async def _purge(_: Nothing, run: JobRun) -> None:
    runtime: Runtime = run.context
    if not runtime.settings.kyc_kept_days:
        return
    before = clock.now() - timedelta(days=runtime.settings.kyc_kept_days)
    async with runtime.database.read(System("documents that are kept no longer")) as read:
        overdue = await queries.overdue_kyc(read, before)
    for row in overdue:
        scope = for_the_system(row["home_id"])
        if not row["belongs"]:  # who does not belong there any more is seen by themselves alone
            scope = msgspec.structs.replace(scope, user_id=row["user_id"])
        async with runtime.database.write(scope) as tx:
            await _forget(tx, row["id"])


async def _forget(tx: WriteTx, id: UUID, **more: object) -> None:
    row = await queries.hold_kyc(tx, id)
    if row is None:
        return
    old = KYC.of(tx.scope, row)
    new = await change(tx, KYC, id, {"documents": None, "purged_at": clock.now(), **more})
    # The event says nothing of what was there: it is kept longer than that.
    await publish(tx, KycDataPurged.of(msgspec.structs.replace(old, documents=None), new))
    await _throw_away(tx, [UUID(one["id"]) for one in files_of(old)])


async def forget_own(tx: WriteTx, *, undecide: bool = False) -> None:
    """Throws away what was handed in for the scope's person, whose account is deleted or was a stranger's; the log of its
    organization tells so. With `undecide` the decision on it is gone too, and they can begin anew.
    """
    row = await queries.kyc_of(tx, tx.scope.user_id)
    if row is None:
        return
    async with tx.elsewhere(row["home_id"] or tx.scope.organization_id) as there:
        fresh = {**_UNDECIDED, "status": KycStatus.PENDING, "submitted_at": None}
        await _forget(there, row["id"], **(fresh if undecide else {"reason": None}))


purge = Job(name="auth.purge_kyc", payload=Nothing, handler=_purge, schedule="23 2 * * *")


async def documents_to_come(tx: ReadTx, id: UUID) -> KycData:
    """The record that a file is about to be added to. Raises as `add_document` would, before the file is taken in."""
    record = await KYC_DATA.get(tx, id, "update")
    check_room(record)
    return record
