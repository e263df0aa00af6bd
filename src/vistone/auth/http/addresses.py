"""Another address for one's account, over HTTP."""

from litestar import Controller, post
from litestar.params import JSONBody

from vistone.auth.actions import addresses as actions
from vistone.auth.actions import attempts, sessions
from vistone.auth.contracts import TokenPurpose, User
from vistone.auth.http.proof import check_proof, mailed_token
from vistone.auth.http.sessions import PUBLIC, credential_of, spend
from vistone.auth.schemas import EmailChange, EmailVerification
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import UNFINISHED, WHOLE


class AddressController(Controller):
    """The address that one signs in with."""

    path = "/api/auth/email/change"
    tags = ("auth",)

    @post(opt=WHOLE | UNFINISHED, status_code=200)
    async def change_email(self, call: Call, data: JSONBody[EmailChange]) -> User:
        """Asks for another address, by a recent proof: it is yours when the link in the mail to it was followed.

        The answer is your account as it still is, and the same whether that address has an account or not.
        """
        await check_proof(call, data.current_password)
        email = data.email.strip().lower()
        counted = attempts.tries(call.seal, (attempts.MOVE, str(call.scope.user_id)), (attempts.MAIL, email))
        await spend(call, counted, credential_of(call, call.scope))
        return await call.write(actions.ask, email)

    @post("/confirm", status_code=204, opt=PUBLIC)
    async def confirm_email(self, call: Call, data: JSONBody[EmailVerification]) -> None:
        """The new address is yours, by the token in the mail to it; you are signed out but where you asked for it."""
        found = await mailed_token(call, data.token, TokenPurpose.EMAIL_CHANGE)
        person = sessions.acting(found["user_id"], found["organization_id"], call.origin)
        await call.write_as(person, actions.move, found)
