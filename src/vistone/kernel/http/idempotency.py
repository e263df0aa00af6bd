"""`Idempotency-Key`: a POST that is repeated with its key changes nothing twice and gets the first answer again.

The claim on the key, the change and the sealed answer commit together. A repeat that arrives while the first is at
work waits for it on the key's row. (After the IETF draft `draft-ietf-httpapi-idempotency-key-header`.)
"""

import hashlib
from datetime import timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    Column,
    DateTime,
    Delete,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    Uuid,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert, Update

from vistone.kernel import clock
from vistone.kernel.db import WriteTx, statement
from vistone.kernel.errors import Invalid, Malformed
from vistone.kernel.platform import metadata
from vistone.kernel.policies import ORGANIZATION
from vistone.kernel.scope import Scope
from vistone.kernel.seal import Seal

KEPT = timedelta(hours=24)
_OWN = f"organization_id IS NOT DISTINCT FROM {ORGANIZATION}"

keys = Table(
    "idempotency_keys",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("organization_id", Uuid),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer),
    Column("answer", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_idempotency_keys_created_at", "created_at"),
    info={
        "tenancy": "custom",
        "visible": f"{_OWN} OR current_setting('vistone.system', true) = 'on'",
        "writable": "true",
    },
)


class Attempt(Struct, frozen=True):
    """One POST with a key: who sends what where."""

    id: bytes
    fingerprint: bytes


class Answer(Struct, frozen=True):
    """The answer of the first attempt."""

    status: int
    body: bytes


def attempt(key: str, who: Scope | None, operation: str, body: bytes) -> Attempt:
    """The attempt that a request makes. Malformed for a key that is none."""
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise Malformed("Idempotency-Key takes 1 to 255 printable ASCII characters.")
    owner = f"{who.organization_id}/{who.user_id}" if who else "public"
    return Attempt(
        id=hashlib.sha256(f"{owner}\n{operation}\n{key}".encode()).digest(), fingerprint=hashlib.sha256(body).digest()
    )


@statement
def _claim() -> Insert:
    names = ("id", "organization_id", "fingerprint", "created_at")
    values = {name: bindparam(name, type_=keys.c[name].type) for name in names}
    return insert(keys).values(values).on_conflict_do_nothing(index_elements=["id"]).returning(keys.c.id)


@statement
def _kept() -> Select[Any]:
    return select(keys.c.fingerprint, keys.c.status, keys.c.answer).where(
        keys.c.id == bindparam("id", type_=LargeBinary)
    )


@statement
def _keep() -> Update:
    values = {name: bindparam("new_" + name, type_=keys.c[name].type) for name in ("status", "answer")}
    return update(keys).where(keys.c.id == bindparam("id", type_=LargeBinary)).values(values)


@statement
def _forget() -> Delete:
    return delete(keys).where(keys.c.created_at < bindparam("before", type_=DateTime(timezone=True)))


async def claim(tx: WriteTx, seal: Seal, one: Attempt) -> Answer | None:
    """Claims the key, or gives the answer that its first attempt got. Invalid when it was used for something else."""
    organization = tx.who.organization_id if isinstance(tx.who, Scope) else None
    claimed = await tx.value(
        _claim(), id=one.id, organization_id=organization, fingerprint=one.fingerprint, created_at=clock.now()
    )
    if claimed is not None:
        return None
    row = await tx.one(_kept(), id=one.id)
    if row is None or row["fingerprint"] != one.fingerprint:
        raise Invalid("Idempotency-Key", "This key was used for another request. Take a new one.")
    return Answer(row["status"], seal.open("answer", row["answer"]))


async def keep(tx: WriteTx, seal: Seal, one: Attempt, answer: Answer) -> None:
    """Keeps the answer with the change that it tells of."""
    await tx.value(_keep(), id=one.id, new_status=answer.status, new_answer=seal.close("answer", answer.body))


async def forget_old(tx: WriteTx) -> None:
    """Forgets keys after 24 hours."""
    await tx.value(_forget(), before=clock.now() - KEPT)
