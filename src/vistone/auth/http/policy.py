"""How people sign in to the organization, over HTTP."""

from litestar import Controller, get, patch
from litestar.params import JSONBody

from vistone.auth.actions import policy as actions
from vistone.auth.contracts import SignInPolicy
from vistone.auth.http.proof import check_proof
from vistone.auth.schemas import SignInPolicyPatch
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION, UNFINISHED


class SignInPolicyController(Controller):
    """Which roles need a second factor, and whether passwords let people in."""

    path = "/api/auth/sign-in-policy"
    tags = ("auth",)

    @get(opt=UNFINISHED)
    async def get_sign_in_policy(self, call: Call) -> SignInPolicy:
        """How people sign in to the organization."""
        return await call.read(actions.get_policy)

    @patch(opt=SESSION)
    async def update_sign_in_policy(self, call: Call, data: JSONBody[SignInPolicyPatch]) -> SignInPolicy:
        """Changes how people sign in, by a recent proof of who you are; what is open feels it within 5 s."""
        if "update" in (await call.read(actions.get_policy)).abilities:
            await check_proof(call)
        return await call.write(actions.update_policy, data, call.if_match)
