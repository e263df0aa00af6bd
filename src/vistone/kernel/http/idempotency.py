"""`Idempotency-Key`: a POST that is repeated with its key changes nothing twice and gets the first answer again.

The claim on the key, the change and the sealed answer commit together. A repeat that arrives while the first is at
work waits for it on the key's row. (After the IETF draft `draft-ietf-httpapi-idempotency-key-header`.)
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from uuid import UUID

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
from vistone.kernel.errors import FieldError, Invalid, Malformed
from vistone.kernel.platform import metadata
from vistone.kernel.policies import ORGANIZATION, SYSTEM
from vistone.kernel.scope import Scope
from vistone.kernel.seal import Seal
from vistone.kernel.tables import sealed

KEPT = timedelta(hours=24)
# A key of no organization is found by its hash alone, which holds who sent it; the answer is sealed.
_OWN = f"organization_id IS NULL OR organization_id = {ORGANIZATION} OR {SYSTEM}"

keys = Table(
    "idempotency_keys",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("organization_id", Uuid),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer),
    sealed("answer", "answer", nullable=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_idempotency_keys_created_at", "created_at"),
    info={"tenancy": "custom", "visible": _OWN, "writable": _OWN},
)


class Attempt(Struct, frozen=True):
    """One POST with a key: who sends what where. Without an organization for a caller who has none yet."""

    id: bytes
    body: bytes
    organization_id: UUID | None


class Answer(Struct, frozen=True):
    """The answer of the first attempt."""

    status: int
    body: bytes


def attempt(key: str, who: Scope | None, operation: str, body: bytes) -> Attempt:
    """The attempt that a request makes. Malformed for a key that is none.

    `body` is all that the answer depends on: where nobody is signed in, the credential that the request carries too.
    """
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        message = "give 1 to 255 printable ASCII characters"
        raise Malformed(f"Idempotency-Key: {message}.", errors=[FieldError("Idempotency-Key", message)])
    owner = f"{who.organization_id}/{who.user_id}" if who else "public"
    return Attempt(
        id=hashlib.sha256(f"{owner}\n{operation}\n{key}".encode()).digest(),
        body=body,
        organization_id=who.organization_id if who else None,
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
    # Who founds an organization acts in the new one: the key is then kept for no organization, and found again.
    here = tx.who.organization_id if isinstance(tx.who, Scope) else None
    organization = one.organization_id if one.organization_id == here else None
    # Keyed: it stays for a day, and what is sent may be a password.
    prints = [hmac.digest(key, one.body, "sha256") for key in seal.keys("idempotency")]
    claimed = await tx.value(
        _claim(), id=one.id, organization_id=organization, fingerprint=prints[0], created_at=clock.now()
    )
    if claimed is not None:
        return None
    row = await tx.one(_kept(), id=one.id)
    if row is None or row["fingerprint"] not in prints:
        raise Invalid("Idempotency-Key", "This key was used for another request. Take a new one.")
    return Answer(row["status"], seal.open("answer", row["answer"]))


async def keep(tx: WriteTx, seal: Seal, one: Attempt, answer: Answer) -> None:
    """Keeps the answer with the change that it tells of."""
    await tx.value(_keep(), id=one.id, new_status=answer.status, new_answer=seal.close("answer", answer.body))


async def forget_old(tx: WriteTx) -> None:
    """Forgets keys after 24 hours."""
    await tx.value(_forget(), before=clock.now() - KEPT)
