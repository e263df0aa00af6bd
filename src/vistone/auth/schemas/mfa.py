"""Second factors: one-time codes, passkeys, and who has to have one."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.auth.schemas.fields import Code, Token
from vistone.kernel.scope import RoleName
from vistone.kernel.wire import Body, Email, Name

_CurrentPassword = Annotated[str, Meta(max_length=128)]
Credential = Annotated[
    dict[str, Any], Meta(description="What the browser answered, by `toJSON()` of its PublicKeyCredential.")
]


class MfaEnroll(Body, frozen=True):
    """Begins with one-time codes. The password is asked for unless the session was proved in the last ten minutes."""

    current_password: _CurrentPassword | None = None


class MfaConfirm(Body, frozen=True):
    """The first code that the app shows."""

    code: Code


class MfaDisable(Body, frozen=True):
    """Ends one-time codes, by one of them or a backup code; the password as in `MfaEnroll`."""

    code: Code
    current_password: _CurrentPassword | None = None


class BackupCodesRenew(Body, frozen=True):
    """A code of the app, or one of the old backup codes, for ten new ones."""

    code: Code


class LoginMfa(Body, frozen=True):
    """The second step of a sign-in."""

    mfa_token: Token
    code: Code


class Prove(Body, frozen=True):
    """Proves who sits there: by a passkey, or by the password and, with one-time codes on, a code."""

    current_password: _CurrentPassword | None = None
    code: Code | None = None
    challenge_id: UUID | None = None
    credential: Credential | None = None


class PasskeyRegistrationOptions(Body, frozen=True):
    """Asks for a new passkey; the password as in `MfaEnroll`."""

    current_password: _CurrentPassword | None = None


class PasskeyRegister(Body, frozen=True):
    """A new passkey: what the browser made of the options."""

    challenge_id: UUID
    name: Name
    credential: Credential


class PasskeyPatch(Body, frozen=True):
    """Another name for a passkey."""

    name: Name | UnsetType = UNSET


class PasskeyLoginOptions(Body, frozen=True):
    """Asks for a sign-in by passkey. The address changes nothing: the answer tells nobody whether it has an account."""

    email: Email | None = None


class PasskeyLogin(Body, frozen=True):
    """A sign-in by passkey: what the browser made of the options."""

    challenge_id: UUID
    credential: Credential


class SignInPolicyPatch(Body, frozen=True):
    """Changes to how people sign in."""

    mfa_roles: Annotated[list[RoleName], Meta(max_length=4)] | UnsetType = UNSET
    password_sign_in: bool | UnsetType = UNSET
