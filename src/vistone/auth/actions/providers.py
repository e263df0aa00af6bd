"""An organization's identity provider: setting it up, proving domains, linking people to it."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from vistone.auth import queries
from vistone.auth.contracts import IdentityLink, IdentityProvider
from vistone.auth.events import (
    IdentityLinkCreated,
    IdentityLinkDeleted,
    IdentityProviderCreated,
    IdentityProviderDeleted,
    IdentityProviderUpdated,
    SessionEnded,
)
from vistone.auth.oidc import domains
from vistone.auth.oidc.problems import Reason, SignInError
from vistone.auth.oidc.tokens import Identity
from vistone.auth.queries import LINK, LINKS, PROVIDER, PROVIDERS
from vistone.auth.schemas import IdentityProviderCreate, IdentityProviderPatch
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName
from vistone.kernel.seal import Seal

SECRET = "client secret"  # noqa: S105 -- what it is sealed as

TAKEN = "domain-taken"


def _check_role(role: RoleName) -> None:
    if role is RoleName.ORGANIZER:
        raise Invalid("defaultRole", "A provider makes nobody an Organizer; give that role to the person later.")


def _check_organizer(tx: WriteTx) -> None:
    if tx.scope.role is not RoleName.ORGANIZER:
        raise Forbidden("Only an Organizer sets up how people of the organization sign in.")


async def create_provider(tx: WriteTx, data: IdentityProviderCreate, seal: Seal) -> IdentityProvider:
    """Sets up the organization's identity provider, of which there is one. Whether it answers was asked before."""
    _check_organizer(tx)
    _check_role(data.default_role)
    values = _stored(given(data), seal) | {"proof": f"vistone-domain={secrets.token_urlsafe(24)}"}
    try:
        provider = await add(tx, PROVIDER, values)
    except Conflict:
        raise Conflict("one-provider", "The organization has an identity provider already; change that one.") from None
    await publish(tx, IdentityProviderCreated(record=provider))
    return provider


def _stored(values: dict[str, Any], seal: Seal) -> dict[str, Any]:
    """The fields as the table has them: the secret sealed, domains as DNS has them."""
    if "client_secret" in values:
        values["client_secret"] = seal.close(SECRET, values["client_secret"].encode())
    if "domains" in values:
        values["domains"] = domains.checked(values["domains"])
    return values


async def update_provider(
    tx: WriteTx, id: UUID, data: IdentityProviderPatch, if_match: int | None, seal: Seal
) -> IdentityProvider:
    """Changes the provider.

    A domain that is taken out is given back. Another issuer unlinks everybody, because its subjects are other people;
    that and switching the provider off end the sign-ins it made.
    """
    old = await PROVIDERS.hold(tx, id, "update")
    changes = _stored(given(data), seal)
    if "default_role" in changes:
        _check_role(changes["default_role"])
    if "domains" in changes and (gone := set(old.proven_domains) - set(changes["domains"])):
        await queries.drop_domains(tx, id, gone)
    moved = changes.get("issuer", old.issuer) != old.issuer
    if moved:
        await _unlink_all(tx, id)
    if moved or (old.enabled and changes.get("enabled") is False):
        await _end_sessions(tx)
    new = await change(tx, PROVIDER, id, changes, if_match=if_match)
    await publish(tx, IdentityProviderUpdated.of(old, new))
    return new


async def delete_provider(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes the provider away, with its links, its domains and the sign-ins it made."""
    provider = await PROVIDERS.hold(tx, id, "delete")
    await _unlink_all(tx, id)
    await _end_sessions(tx)
    await remove(tx, PROVIDER, id, if_match=if_match)
    await publish(tx, IdentityProviderDeleted(record=provider))


async def _unlink_all(tx: WriteTx, id: UUID) -> None:
    for link in await queries.links_of(tx, id):
        await remove(tx, LINK, link.id)
        await publish(tx, IdentityLinkDeleted(record=link))


async def _end_sessions(tx: WriteTx) -> None:
    if ended := await queries.end_provider_sessions(tx):
        await publish(tx, *(SessionEnded(record=session) for session in ended))


async def provider_to_prove(tx: ReadTx, id: UUID) -> IdentityProvider:
    """The provider whose domains are to be proven."""
    return await PROVIDERS.get(tx, id, "prove")


async def provider_to_test(tx: ReadTx, id: UUID) -> IdentityProvider:
    """The provider that is to be asked."""
    return await PROVIDERS.get(tx, id, "test")


async def note_proofs(tx: WriteTx, id: UUID, found: Mapping[str, bool]) -> IdentityProvider:
    """Keeps what DNS said of each domain: those with the proof are the organization's, the others are not any more.

    Conflict when another organization has proven one of them; it has to give it back first.
    """
    old = await PROVIDERS.hold(tx, id, "prove")
    proven = {one for one, right in found.items() if right} & set(old.domains)
    if lost := set(old.proven_domains) - proven:
        await queries.drop_domains(tx, id, lost)
    for domain in sorted(proven - set(old.proven_domains)):
        try:
            await queries.add_domain(tx, id, domain)
        except Conflict:
            detail = f"{domain} is another organization's here."
            raise Conflict(TAKEN, detail, field="domains") from None
    if proven == set(old.proven_domains):
        return old
    new = await change(tx, PROVIDER, id, {})
    await publish(tx, IdentityProviderUpdated.of(old, new))
    return new


async def unlink(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Unlinks a person from the provider."""
    link = await LINKS.hold(tx, id, "delete")
    await remove(tx, LINK, id, if_match=if_match)
    await publish(tx, IdentityLinkDeleted(record=link))


async def add_link(tx: WriteTx, provider_id: UUID, identity: Identity) -> IdentityLink:
    """The scope's person is the provider's subject from now on. SignInError when either is linked otherwise."""
    values = {
        "provider_id": provider_id,
        "user_id": tx.scope.user_id,
        "subject": identity.subject,
        "email": identity.email,
        "last_used_at": clock.now(),
    }
    try:
        link = await add(tx, LINK, values)
    except Conflict:
        raise SignInError(Reason.LINKED, "the subject or the person is linked otherwise") from None
    await publish(tx, IdentityLinkCreated(record=link))
    return link


async def link_myself(tx: WriteTx, provider_id: UUID, identity: Identity) -> None:
    """Links the scope's person, who is signed in and asked for it, to what the provider calls them."""
    place = await queries.standing(tx, tx.scope.user_id)
    if place is None:
        raise SignInError(Reason.REMOVED, "no member of the provider's organization")
    if place["paused_at"] is not None:
        raise SignInError(Reason.PAUSED, "the member is paused")
    row = await queries.link_of(tx, provider_id, identity.subject)
    if row is None:
        await add_link(tx, provider_id, identity)
    elif row["user_id"] != tx.scope.user_id:
        raise SignInError(Reason.LINKED, "the subject is somebody else here")
