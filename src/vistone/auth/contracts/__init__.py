"""What others may see of organizations and people. Secrets (passwords, MFA secrets, codes, tokens) are in none of these."""

from vistone.auth.contracts.activity import ActivityFacets, ActivityLog
from vistone.auth.contracts.api_tokens import ApiToken, NewApiToken
from vistone.auth.contracts.kyc import (
    KycData,
    KycDocument,
    KycDocumentKind,
    KycDocumentLink,
    KycDocuments,
    KycStatus,
)
from vistone.auth.contracts.mfa import BackupCodes, MfaEnrolment, MfaSetting, MyFactors, Passkey, PasskeyOptions, Proof
from vistone.auth.contracts.organizations import (
    Invitation,
    InvitationPreview,
    InvitationStatus,
    MyOrganization,
    Organization,
    OrganizationMember,
    Role,
    RoleBounds,
)
from vistone.auth.contracts.people import User
from vistone.auth.contracts.policy import SignInPolicy
from vistone.auth.contracts.providers import (
    IdentityLink,
    IdentityProvider,
    LinkStarted,
    OwnIdentity,
    ProviderLookup,
    ProviderName,
    ProviderTest,
)
from vistone.auth.contracts.sessions import (
    FactorMethod,
    Me,
    MfaRequired,
    Session,
    SessionsEnded,
    SignedIn,
    SignInMethod,
    TokenPurpose,
)

__all__ = [
    "ActivityFacets",
    "ActivityLog",
    "ApiToken",
    "BackupCodes",
    "FactorMethod",
    "IdentityLink",
    "IdentityProvider",
    "Invitation",
    "InvitationPreview",
    "InvitationStatus",
    "KycData",
    "KycDocument",
    "KycDocumentKind",
    "KycDocumentLink",
    "KycDocuments",
    "KycStatus",
    "LinkStarted",
    "Me",
    "MfaEnrolment",
    "MfaRequired",
    "MfaSetting",
    "MyFactors",
    "MyOrganization",
    "NewApiToken",
    "Organization",
    "OrganizationMember",
    "OwnIdentity",
    "Passkey",
    "PasskeyOptions",
    "Proof",
    "ProviderLookup",
    "ProviderName",
    "ProviderTest",
    "Role",
    "RoleBounds",
    "Session",
    "SessionsEnded",
    "SignInMethod",
    "SignInPolicy",
    "SignedIn",
    "TokenPurpose",
    "User",
]
