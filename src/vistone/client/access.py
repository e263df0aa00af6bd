"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

Staff who may read clients see all of them. A Client sees the client whose contact they are, while its portal is open:
the record, its feedback, and its proposals but for drafts.
"""

import asyncpg
from sqlalchemy import ColumnElement, and_, exists, false, true

from vistone.client.contracts import ProposalStatus
from vistone.client.tables import client_contacts, client_feedback, clients, proposals
from vistone.kernel.db import me, organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope

CLIENTS = "clients"


def spoken_for(role: str) -> ColumnElement[bool]:
    """The clients that are there and whose contact one is; for Clients only while the portal is open to them."""
    contact = exists().where(
        client_contacts.c.organization_id == organization(),
        client_contacts.c.client_id == clients.c.id,
        client_contacts.c.user_id == me(),
    )
    open_to_me = clients.c.portal_access if role == RoleName.CLIENT else true()
    return and_(contact, clients.c.deleted_at.is_(None), open_to_me)


def visible_clients(role: str) -> ColumnElement[bool] | None:
    """The clients that the role sees."""
    return spoken_for(role) if role == RoleName.CLIENT else None


def in_visible_client(client_id: ColumnElement[object], role: str) -> ColumnElement[bool]:
    """Rows of a client that is there and that the role sees."""
    seen = visible_clients(role)
    return exists().where(
        clients.c.organization_id == organization(),
        clients.c.id == client_id,
        clients.c.deleted_at.is_(None),
        true() if seen is None else seen,
    )


def for_staff(client_id: ColumnElement[object], role: str) -> ColumnElement[bool]:
    """Rows of a client that is there; nothing for Clients."""
    return false() if role == RoleName.CLIENT else in_visible_client(client_id, role)


def visible_feedback(role: str) -> ColumnElement[bool]:
    """The feedback of the clients that the role sees."""
    return in_visible_client(client_feedback.c.client_id, role)


def visible_proposals(role: str) -> ColumnElement[bool]:
    """The proposals to the clients that the role sees; Clients see no drafts."""
    seen = in_visible_client(proposals.c.client_id, role)
    return seen & (proposals.c.status != ProposalStatus.DRAFT) if role == RoleName.CLIENT else seen


def of_client(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a client that it sees. Feedback comes from the client, or is taken down by staff."""
    rights = () if scope.role is RoleName.CLIENT else allowed(scope.permissions, CLIENTS, "update", "delete")
    return (*rights, "give_feedback") if scope.may(CLIENTS, "update") else rights


def of_part(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a client's contact, project or proposal: staff who may update the client."""
    return ("update", "delete") if scope.role is not RoleName.CLIENT and scope.may(CLIENTS, "update") else ()


def of_feedback(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with feedback: to `reword` what was said is its author's right alone, staff `respond`."""
    if not scope.may(CLIENTS, "update"):
        return ()
    author = ("reword",) if row["author_id"] == scope.user_id else ()
    staff = () if scope.role is RoleName.CLIENT else ("respond", "delete")
    return ("update", *author, *staff) if author or staff else ()
