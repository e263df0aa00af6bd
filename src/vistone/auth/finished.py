"""What somebody has to do before anything else: prove their address, or set up a second factor."""

from collections.abc import Mapping
from typing import Any

from vistone.kernel.errors import EmailVerificationRequired, MfaEnrolmentRequired
from vistone.kernel.settings import settings


def to_do(credential: Mapping[str, Any]) -> str | None:
    """The `unfinished` of a scope, by the `email_verified_at` and `lacks_factor` of its credential."""
    if settings().verified_email_required and credential["email_verified_at"] is None:
        return EmailVerificationRequired.slug
    return MfaEnrolmentRequired.slug if credential["lacks_factor"] else None
