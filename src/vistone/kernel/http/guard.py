"""Which operations a scope may ask for at all, by what it is and what the operation says of itself in its `opt`."""

from collections.abc import Mapping
from typing import Any

from vistone.kernel.errors import BoundSession, EmailVerificationRequired, Forbidden, MfaEnrolmentRequired
from vistone.kernel.scope import Scope

UNFINISHED = {"unfinished": True}
"""The `opt` of what somebody needs who has to set up a second factor or prove their address first."""

SESSION = {"session": True}
"""The `opt` of what no personal API token may ask for: what it could give itself more rights or a longer life by."""

WHOLE = {"session": True, "whole": True}
"""The `opt` of what is a person's beyond the one organization, and of no session that is bound to it: else a company's
identity provider would open the doors of other companies."""

_TO_DO: Mapping[str, tuple[type[Forbidden], str]] = {
    MfaEnrolmentRequired.slug: (
        MfaEnrolmentRequired,
        (
            "This organization asks people with your role for a second factor. Set one up, by POST /api/auth/mfa/enroll "
            "or /api/auth/passkeys/register/options; if you have one, give it by POST /api/auth/proof."
        ),
    ),
    EmailVerificationRequired.slug: (
        EmailVerificationRequired,
        "Prove your address first, by the link in the mail; POST /api/auth/email/verification sends it again.",
    ),
}


def check(scope: Scope, opt: Mapping[str, Any]) -> None:
    """Forbidden for an operation that is not for such a scope, or not yet."""
    if scope.unfinished is not None and not opt.get("unfinished"):
        problem, detail = _TO_DO[scope.unfinished]
        raise problem(detail)
    if scope.token_id is not None and opt.get("session"):
        raise Forbidden("Sign in as a person for this; a token may not.")
    if scope.bound and opt.get("whole"):
        raise BoundSession(
            "You signed in through your organization's identity provider. Sign in with your own password or passkey for "
            "what reaches beyond this organization."
        )
