"""Why a sign-in by a provider does not happen. The slug goes to the page to sign in, which has the words for it."""

from enum import StrEnum


class Reason(StrEnum):
    """Each a slug of `/sign-in?problem=<slug>`."""

    EXPIRED = "oidc-expired"
    MIXED_UP = "oidc-mixed-up"
    REFUSED = "oidc-refused"
    PROVIDER = "oidc-provider"
    UNAVAILABLE = "oidc-unavailable"
    INVALID = "oidc-invalid"
    NO_EMAIL = "oidc-no-email"
    UNVERIFIED = "oidc-unverified"
    DOMAIN = "oidc-domain"
    LINK_FIRST = "oidc-link-first"
    PAUSED = "oidc-paused"
    REMOVED = "oidc-removed"
    ROLE = "oidc-role"
    OFF = "oidc-off"
    LINKED = "oidc-linked"
    TOO_MANY = "oidc-too-many"


class SignInError(Exception):
    """The sign-in ends here; `detail` is for the log."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail
