"""What requests send."""

from vistone.auth.schemas.api_tokens import ApiTokenCreate
from vistone.auth.schemas.fields import Password, Token
from vistone.auth.schemas.kyc import KycCreate, KycDocumentCreate, KycPatch, KycRefusal
from vistone.auth.schemas.mfa import (
    BackupCodesRenew,
    LoginMfa,
    MfaConfirm,
    MfaDisable,
    MfaEnroll,
    PasskeyLogin,
    PasskeyLoginOptions,
    PasskeyPatch,
    PasskeyRegister,
    PasskeyRegistrationOptions,
    Prove,
    SignInPolicyPatch,
)
from vistone.auth.schemas.organizations import (
    InvitationAccept,
    InvitationCreate,
    MemberCreate,
    MemberPatch,
    OrganizationCreate,
    OrganizationPatch,
    RoleCreate,
    RolePatch,
)
from vistone.auth.schemas.people import UserPatch
from vistone.auth.schemas.providers import IdentityProviderCreate, IdentityProviderPatch, LinkStart
from vistone.auth.schemas.sessions import (
    EmailChange,
    EmailVerification,
    Login,
    PasswordChange,
    PasswordForgotten,
    PasswordReset,
    Refresh,
    Register,
)

__all__ = [
    "ApiTokenCreate",
    "BackupCodesRenew",
    "EmailChange",
    "EmailVerification",
    "IdentityProviderCreate",
    "IdentityProviderPatch",
    "InvitationAccept",
    "InvitationCreate",
    "KycCreate",
    "KycDocumentCreate",
    "KycPatch",
    "KycRefusal",
    "LinkStart",
    "Login",
    "LoginMfa",
    "MemberCreate",
    "MemberPatch",
    "MfaConfirm",
    "MfaDisable",
    "MfaEnroll",
    "OrganizationCreate",
    "OrganizationPatch",
    "PasskeyLogin",
    "PasskeyLoginOptions",
    "PasskeyPatch",
    "PasskeyRegister",
    "PasskeyRegistrationOptions",
    "Password",
    "PasswordChange",
    "PasswordForgotten",
    "PasswordReset",
    "Prove",
    "Refresh",
    "Register",
    "RoleCreate",
    "RolePatch",
    "SignInPolicyPatch",
    "Token",
    "UserPatch",
]
