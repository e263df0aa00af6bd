"""Personal API tokens over HTTP. No token makes, sees or revokes tokens: a person does, who is signed in."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.auth import queries
from vistone.auth.actions import api_tokens as actions
from vistone.auth.contracts import ApiToken, NewApiToken
from vistone.auth.http.proof import check_proof
from vistone.auth.schemas import ApiTokenCreate
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION
from vistone.kernel.http.openapi import lists


class ApiTokenController(Controller):
    """Credentials for your programs."""

    path = "/api/auth/tokens"
    tags = ("auth",)

    @get(opt=SESSION | lists(queries.API_TOKENS))
    async def list_api_tokens(self, call: Call) -> Page[ApiToken]:
        """Your tokens in this organization; an Organizer sees everybody's."""
        return await call.page(queries.API_TOKENS)

    @get("/{id:uuid}", opt=SESSION)
    async def get_api_token(self, call: Call, id: FromPath[UUID]) -> ApiToken:
        """What is known of one token."""
        return await call.get(queries.API_TOKENS, id)

    @post(opt=SESSION)
    async def create_api_token(self, call: Call, data: JSONBody[ApiTokenCreate]) -> NewApiToken:
        """Makes a token that acts as you, in this organization, within its permissions and your role. Shown once.

        It takes a recent proof of who you are: a token outlives the sign-in that made it.
        """
        await check_proof(call)
        return await call.write(actions.create, data)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_api_token(self, call: Call, id: FromPath[UUID], state: State) -> None:
        """Revokes a token."""
        await call.write(actions.revoke, id, call.if_match)
        state.resolver.forget_token(id)
