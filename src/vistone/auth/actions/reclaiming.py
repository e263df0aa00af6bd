"""Taking an account over from whoever made it without having the address.

Anybody can register with anybody's address. Until the address is proven the account is a stranger's as far as we know.
When somebody proves it (by the company's identity provider, by an invitation's mail, by the mail to a new password), the
account is theirs from then on and nothing of what it was entered with before: sign-ins, passkeys, one-time and backup
codes, the password, API tokens, links to identity providers, what mails had handed out, and the papers of an identity
check. What it did, and where it belongs, stays: the log tells it.
"""

from vistone.auth import queries
from vistone.auth.actions.api_tokens import revoke_all_of
from vistone.auth.actions.kyc import forget_own
from vistone.auth.actions.mfa import forget_factors
from vistone.auth.actions.sessions import end_sessions_of
from vistone.auth.contracts import TokenPurpose, User
from vistone.auth.events import IdentityLinkDeleted, UserRekeyed, UserVerified
from vistone.auth.queries import LINK, USER
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import change, remove


async def reclaim(tx: WriteTx, *, password_hash: str | None, **names: str) -> User:
    """The scope's person has proven the address of their account, which nobody had before: everything that others could
    come in by is gone, and the password is that of `password_hash`, or none. `names` are new ones.
    """
    person, here = tx.scope.user_id, tx.scope.organization_id
    await end_sessions_of(tx, person)
    await forget_factors(tx, person)
    await forget_own(tx, undecide=True)
    for purpose in TokenPurpose:
        await queries.drop_one_time_tokens(tx, person, purpose)
    changes = {"password": password_hash, "email_verified_at": clock.now(), **names}
    user = await change(tx, USER, person, changes)
    for organization_id in sorted({here, *await queries.organizations_joined(tx, person)}):
        async with tx.elsewhere(organization_id) as there:
            await revoke_all_of(there, person)
            for link in await queries.links_of_person(there, person):
                await remove(there, LINK, link.id)
                await publish(there, IdentityLinkDeleted(record=link))
            await publish(there, UserVerified(record=user))  # by it every process forgets what the person could do
    await publish(tx, UserRekeyed(record=user))
    return user
