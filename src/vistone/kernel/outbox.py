"""Mail out: written with the change that causes it, delivered by a job, kept for Organizers where no server is set."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Column, Delete, Index, Select, Text, Uuid, bindparam, delete, false, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import WriteTx, organization, statement
from vistone.kernel.filters import same
from vistone.kernel.jobs import GiveUp, Job, JobRun, enqueue
from vistone.kernel.mail import Mail, Mailer
from vistone.kernel.platform import metadata
from vistone.kernel.rows import Abilities, Record, View, add
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import RoleName, Scope, for_the_system
from vistone.kernel.settings import settings
from vistone.kernel.tables import moment, one_of, tenant_table, words

SENT, KEPT, FAILED = "sent", "kept", "failed"

outbox = tenant_table(
    metadata,
    "outbox_mails",
    words("to_address"),
    words("subject"),
    words("text"),
    Column("html", Text),
    *one_of("status", ("queued", SENT, KEPT, FAILED), default="queued"),
    words("error", nullable=True),
    moment("settled_at"),
    Index(None, "organization_id", "created_at", "id"),
    updated=False,
)


class OutboxMail(Record, frozen=True):
    """A mail that was written: `sent`, `kept` here because no mail server is set, or `failed` for good."""

    id: UUID
    organization_id: UUID
    to_address: str
    subject: str
    text: str
    html: str | None
    status: str
    error: str | None
    settled_at: datetime | None
    revision: int
    created_at: datetime


def _nothing(_: Scope, __: Any) -> Abilities:
    return ()


_SECRET = re.compile(r"(?<=token=)[\w-]+")


def _without_secrets(_: Scope, mail: OutboxMail) -> OutboxMail:
    """The mail as Organizers read it: where a server delivers, its links are for the person whom it goes to."""
    if settings().mail_url is None:
        return mail
    html = _SECRET.sub("…", mail.html) if mail.html is not None else None
    return replace(mail, text=_SECRET.sub("…", mail.text), html=html)


MAIL = View("mail", outbox, OutboxMail, abilities=_nothing, shown=_without_secrets)
MAILS = Collection(
    MAIL,
    resource="settings",
    visible=lambda role: None if role == RoleName.ORGANIZER else false(),
    filters=[same("to_address", str), same("status", str)],
)


class Deliver(Struct, frozen=True):
    """The mail to deliver."""

    mail_id: UUID


async def post(tx: WriteTx, mail: Mail) -> None:
    """Writes a mail in the transaction of the change that causes it; it leaves when that has committed."""
    values = {"to_address": mail.to, "subject": mail.subject, "text": mail.text, "html": mail.html}
    row = await add(tx, MAIL, values)
    await enqueue(tx.connection, deliver, Deliver(row.id), organization_id=tx.scope.organization_id)


@statement
def _forget() -> Delete:
    """Mails of which nobody waits for anything: those that were delivered."""
    return delete(outbox).where(
        outbox.c.status == SENT, outbox.c.created_at < bindparam("before", type_=outbox.c.created_at.type)
    )


async def forget_old(tx: WriteTx, before: datetime) -> None:
    """Forgets mails that were delivered before that moment, in all organizations. Needs a system transaction."""
    await tx.value(_forget(), before=before)


@statement
def _by_id() -> Select[Any]:
    return select(outbox).where(outbox.c.organization_id == organization(), outbox.c.id == bindparam("id", type_=Uuid))


@statement
def _settle() -> Update:
    values = {name: bindparam("new_" + name, type_=outbox.c[name].type) for name in ("status", "error", "settled_at")}
    return (
        update(outbox)
        .where(outbox.c.organization_id == organization(), outbox.c.id == bindparam("id", type_=Uuid))
        .values(values)
    )


async def _deliver(payload: Deliver, run: JobRun) -> None:
    runtime: Runtime = run.context
    assert run.organization_id is not None  # noqa: S101 -- `post` gives every delivery its organization
    scope = for_the_system(run.organization_id)
    async with runtime.database.read(scope) as tx:
        row = await tx.one(_by_id(), id=payload.mail_id)
    if row is None or row["status"] != "queued":
        return
    mail = Mail(to=row["to_address"], subject=row["subject"], text=row["text"], html=row["html"])
    status, error = await _hand_over(runtime.mailer, mail, payload.mail_id)
    async with runtime.database.write(scope) as write:
        await write.value(_settle(), id=payload.mail_id, new_status=status, new_error=error, new_settled_at=clock.now())


async def _hand_over(mailer: Mailer | None, mail: Mail, id: UUID) -> tuple[str, str | None]:
    if mailer is None:
        return KEPT, None
    try:
        await mailer.send(mail, id=id)
    except GiveUp as error:
        return FAILED, str(error)
    return SENT, None


deliver = Job(name="platform.deliver_mail", payload=Deliver, handler=_deliver)
