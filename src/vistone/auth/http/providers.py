"""The organization's identity provider, and who is linked to it, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.auth import queries
from vistone.auth.actions import providers as actions
from vistone.auth.contracts import IdentityLink, IdentityProvider, ProviderTest
from vistone.auth.oidc import domains
from vistone.auth.oidc.directory import Directory
from vistone.auth.schemas import IdentityProviderCreate, IdentityProviderPatch
from vistone.kernel.collection import Page
from vistone.kernel.errors import Forbidden, Invalid
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION
from vistone.kernel.http.openapi import lists
from vistone.kernel.scope import RoleName


class IdentityProviderController(Controller):
    """How people of a company sign in by its own accounts (OpenID Connect)."""

    path = "/api/auth/identity-providers"
    tags = ("auth",)

    @get(opt=lists(queries.PROVIDERS))
    async def list_identity_providers(self, call: Call) -> Page[IdentityProvider]:
        """The organization's identity provider, for its Organizers: one at most."""
        return await call.page(queries.PROVIDERS)

    @get("/{id:uuid}")
    async def get_identity_provider(self, call: Call, id: FromPath[UUID]) -> IdentityProvider:
        """One identity provider."""
        return await call.get(queries.PROVIDERS, id)

    @post(opt=SESSION)
    async def create_identity_provider(
        self, call: Call, data: JSONBody[IdentityProviderCreate], state: State
    ) -> IdentityProvider:
        """Sets the identity provider up. One that is enabled is asked first, by its discovery document."""
        if call.scope.role is not RoleName.ORGANIZER:  # before anybody is asked on their behalf
            raise Forbidden("Only an Organizer sets up how people of the organization sign in.")
        if data.enabled:
            await _check_issuer(state, data.issuer)
        return await call.write(actions.create_provider, data, call.seal)

    @patch("/{id:uuid}", opt=SESSION)
    async def update_identity_provider(
        self, call: Call, id: FromPath[UUID], data: JSONBody[IdentityProviderPatch], state: State
    ) -> IdentityProvider:
        """Changes the identity provider; fields left out stay as they are. Another issuer unlinks everybody."""
        if_match = call.if_match
        old = await call.get(queries.PROVIDERS, id)
        enabled = data.enabled if isinstance(data.enabled, bool) else old.enabled
        issuer = data.issuer if isinstance(data.issuer, str) else old.issuer
        if enabled and "update" in old.abilities and (issuer != old.issuer or not old.enabled):
            await _check_issuer(state, issuer)
        return await call.write(actions.update_provider, id, data, if_match, call.seal)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_identity_provider(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes the identity provider, its links and the sign-ins it made."""
        await call.write(actions.delete_provider, id, call.if_match)

    @post("/{id:uuid}/prove-domains", status_code=200, opt=SESSION)
    async def prove_domains(self, call: Call, id: FromPath[UUID], state: State) -> IdentityProvider:
        """Looks for the proof in the DNS of each of the provider's domains, by a TXT record at
        `_vistone-challenge.<domain>` with the value of `proof`. A domain that has lost it is not proven any more.
        """
        provider = await call.read(actions.provider_to_prove, id)
        servers = state.runtime.settings.dns_servers
        found = {domain: await domains.has_proof(domain, provider.proof, servers) for domain in provider.domains}
        return await call.write(actions.note_proofs, id, found)

    @post("/{id:uuid}/test", status_code=200, opt=SESSION)
    async def test_identity_provider(self, call: Call, id: FromPath[UUID], state: State) -> ProviderTest:
        """Asks the provider for its discovery document and keys; says what does not fit."""
        provider = await call.read(actions.provider_to_test, id)
        problems = await _directory(state).problems(provider.issuer)
        return ProviderTest(not problems, problems)


class IdentityLinkController(Controller):
    """Who is known at the identity provider as whom."""

    path = "/api/auth/identity-links"
    tags = ("auth",)

    @get(opt=lists(queries.LINKS))
    async def list_identity_links(self, call: Call) -> Page[IdentityLink]:
        """Your own link to the organization's provider; for Organizers those of all its people."""
        return await call.page(queries.LINKS)

    @get("/{id:uuid}")
    async def get_identity_link(self, call: Call, id: FromPath[UUID]) -> IdentityLink:
        """One link."""
        return await call.get(queries.LINKS, id)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_identity_link(self, call: Call, id: FromPath[UUID]) -> None:
        """Unlinks somebody from the provider."""
        await call.write(actions.unlink, id, call.if_match)


def _directory(state: State) -> Directory:
    directory: Directory = state.directory
    return directory


async def _check_issuer(state: State, issuer: str) -> None:
    directory = _directory(state)
    if problems := await directory.problems(issuer):
        raise Invalid("issuer", " ".join(problems))
    directory.forget(issuer)
