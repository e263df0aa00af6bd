"""The tables of schema `auth`."""

from vistone.auth.tables.activity import activity_heads, activity_logs
from vistone.auth.tables.api_tokens import api_tokens
from vistone.auth.tables.keys import signing_keys
from vistone.auth.tables.kyc import kyc_data, kyc_files
from vistone.auth.tables.mfa import challenges, mfa_settings, passkeys
from vistone.auth.tables.organizations import invitations, organization_members, organizations, roles
from vistone.auth.tables.people import users
from vistone.auth.tables.policy import sign_in_policies
from vistone.auth.tables.providers import former_members, identity_links, identity_providers, proven_domains
from vistone.auth.tables.schema import metadata
from vistone.auth.tables.sessions import attempts, one_time_tokens, refresh_tokens, sessions

__all__ = [
    "activity_heads",
    "activity_logs",
    "api_tokens",
    "attempts",
    "challenges",
    "former_members",
    "identity_links",
    "identity_providers",
    "invitations",
    "kyc_data",
    "kyc_files",
    "metadata",
    "mfa_settings",
    "one_time_tokens",
    "organization_members",
    "organizations",
    "passkeys",
    "proven_domains",
    "refresh_tokens",
    "roles",
    "sessions",
    "sign_in_policies",
    "signing_keys",
    "users",
]
