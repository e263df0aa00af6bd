"""How people sign in to an organization: who needs a second factor, and whether passwords let them in."""

from vistone.auth import queries
from vistone.auth.contracts import SignInPolicy
from vistone.auth.events import SignInPolicyCreated, SignInPolicyUpdated
from vistone.auth.queries import SIGN_IN_POLICIES, SIGN_IN_POLICY
from vistone.auth.schemas import SignInPolicyPatch
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict, NotFound
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given
from vistone.kernel.scope import RoleName


async def found_policy(tx: WriteTx) -> None:
    """A new organization asks for no second factor and lets people in by password."""
    policy = await add(tx, SIGN_IN_POLICY, {"mfa_roles": [], "password_sign_in": True})
    await publish(tx, SignInPolicyCreated(record=policy))


async def get_policy(tx: ReadTx) -> SignInPolicy:
    """The policy of the scope's organization."""
    tx.scope.require("settings", "read")
    found = await queries.sign_in_policy(tx)
    if found is None:
        raise NotFound("sign-in policy")
    return found


async def update_policy(tx: WriteTx, data: SignInPolicyPatch, if_match: int | None) -> SignInPolicy:
    """Changes how people sign in; what is open already feels it within 5 s.

    Passwords can be closed only where an identity provider is there to come in by.
    """
    old = await SIGN_IN_POLICIES.hold(tx, (await get_policy(tx)).id, "update")
    changes = given(data)
    if "mfa_roles" in changes:
        asked = set(changes["mfa_roles"])
        changes["mfa_roles"] = [role.value for role in RoleName if role in asked]
    if changes.get("password_sign_in") is False and not await queries.has_provider(tx):
        raise Conflict(
            "no-identity-provider",
            "Set up and enable your identity provider and prove a domain first: nobody but Organizers could sign in.",
            field="passwordSignIn",
        )
    new = await change(tx, SIGN_IN_POLICY, old.id, changes, if_match=if_match)
    await publish(tx, SignInPolicyUpdated.of(old, new))
    return new
