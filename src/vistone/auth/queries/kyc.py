"""The files of KYC records: where they rest, and which are kept no longer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, delete, exists, insert, or_, select
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.dml import Insert

from vistone.auth.contracts import KycStatus
from vistone.auth.queries.collections import KYC
from vistone.auth.tables import kyc_data, kyc_files, organization_members, users
from vistone.kernel.db import ReadTx, Statement, WriteTx, compiled, statement


@statement
def _add() -> Insert:
    names = ("id", "user_id", "file_key", "created_at")
    return insert(kyc_files).values({name: bindparam(name, type_=kyc_files.c[name].type) for name in names})


async def add_kyc_file(tx: WriteTx, **values: Any) -> None:
    """Keeps where a document's file rests: `id` (the document's), `user_id`, `file_key`, `created_at`."""
    await tx.value(_add(), **values)


@statement
def _key() -> Select[Any]:
    return select(kyc_files.c.file_key).where(kyc_files.c.id == bindparam("id", type_=Uuid))


async def kyc_file_key(tx: ReadTx, document_id: UUID) -> str | None:
    """Where the file of a document rests. The caller has seen to it that the document may be seen."""
    found: str | None = await tx.value(_key(), id=document_id)
    return found


@statement
def _drop() -> Executable:
    wanted = bindparam("ids", type_=ARRAY(Uuid))
    return delete(kyc_files).where(kyc_files.c.id == any_(wanted)).returning(kyc_files.c.file_key)


async def drop_kyc_files(tx: WriteTx, document_ids: Sequence[UUID]) -> list[str]:
    """Forgets the files of the documents; their keys, so that they can be thrown away."""
    return [row["file_key"] for row in await tx.all(_drop(), ids=list(document_ids))]


@statement
def _overdue() -> Select[Any]:
    before = bindparam("before", type_=kyc_data.c.decided_at.type)
    belongs = exists().where(
        organization_members.c.organization_id == kyc_data.c.home_id,
        organization_members.c.user_id == kyc_data.c.user_id,
    )
    gathering = kyc_data.c.submitted_at.is_(None)
    decided = kyc_data.c.status != KycStatus.PENDING
    return (
        select(kyc_data.c.id, kyc_data.c.user_id, kyc_data.c.home_id, belongs.label("belongs"))
        .join(users, users.c.id == kyc_data.c.user_id)
        .where(
            or_(
                # A decision is on what was handed in, not on what the person has gathered since.
                decided & ~gathering & (kyc_data.c.decided_at < before),
                gathering & (kyc_data.c.updated_at < before),
                users.c.deleted_at < before,
            ),
            kyc_data.c.documents.is_not(None),
            kyc_data.c.home_id.is_not(None),
        )
        .order_by(kyc_data.c.id)
        .limit(500)
    )


async def overdue_kyc(tx: ReadTx, before: datetime) -> list[asyncpg.Record]:
    """The records with documents that were decided, or gathered and not handed in, or whose person went, before then: with
    their `home_id` and whether the person `belongs` there. Needs a system transaction.
    """
    return await tx.all(_overdue(), before=before)


_BY_ID: Statement = compiled(KYC.select(kyc_data.c.id == bindparam("id", type_=Uuid)).with_for_update(of=kyc_data))


async def hold_kyc(tx: WriteTx, id: UUID) -> asyncpg.Record | None:
    """The record, kept from changing until the transaction ends; for work of the system itself."""
    return await tx.one(_BY_ID, id=id)


@statement
def _of_person() -> Select[Any]:
    return select(kyc_data.c.id, kyc_data.c.home_id).where(kyc_data.c.user_id == bindparam("user_id", type_=Uuid))


async def kyc_of(tx: ReadTx, user_id: UUID) -> asyncpg.Record | None:
    """The person's record: its `id` and `home_id`."""
    return await tx.one(_of_person(), user_id=user_id)
