"""Samples and rights of `auth`."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.authenticator import Authenticator
from tests.factories import Row, Sample
from tests.rows import put
from tests.second_factor import with_passkey
from tests.world import PASSWORD, Company, Person
from vistone.auth.permissions import DEFAULTS
from vistone.auth.queries import ACTIVITY, LINK, MFA
from vistone.kernel import clock
from vistone.kernel.rows import as_json
from vistone.kernel.scope import RoleName

_numbers = itertools.count(1)


async def first(who: Person, path: str, **filters: Any) -> dict[str, Any] | None:
    """The first record of a list, or None."""
    items = (await who.get(path, **filters))["items"]
    return items[0] if items else None


async def _organization(company: Company) -> dict[str, Any]:
    found: dict[str, Any] = await company.organizer.get(f"/api/auth/organizations/{company.id}")
    return found


async def _organization_body(_: Company) -> dict[str, Any]:
    return {"name": "Second company"}


async def _somebody(company: Company) -> dict[str, Any]:
    somebody = await company.person("Contributor", "somebody")
    found: dict[str, Any] = await company.organizer.get(f"/api/auth/users/{somebody.id}")
    return found


async def _member(company: Company) -> dict[str, Any]:
    """The membership of a newcomer."""
    newcomer = await company.hire("Contributor")
    found = await first(company.organizer, "/api/auth/organization-members", userId=newcomer.id)
    assert found is not None
    return found


async def _member_body(company: Company) -> dict[str, Any]:
    """Somebody whom the Organizer knows from another organization of theirs."""
    organizer, world = company.organizer, company.world
    other = await organizer.post("/api/auth/organizations", {"name": "Sister company"})
    email, there = f"sister{next(_numbers)}@{other['slug']}.example", {"X-Organization-Id": other["id"]}
    await organizer.post("/api/auth/invitations", {"email": email, "roleName": "Contributor"}, **there)
    mails = await organizer.send("GET", "/api/auth/outbox-mails", params={"toAddress": email}, headers=there)
    token = mails.json()["items"][0]["text"].split("token=")[1].split()[0]
    body = {"token": token, "password": PASSWORD, "firstName": "Sissi", "lastName": "Sister"}
    joined = await world.http.post("/api/auth/invitations/accept", json=body)
    role = await first(organizer, "/api/auth/roles", name="Contributor")
    assert role is not None
    return {"userId": joined.json()["user"]["id"], "roleId": role["id"]}


async def _role(company: Company) -> dict[str, Any]:
    found = await first(company.organizer, "/api/auth/roles", name="Contributor")
    assert found is not None
    return found


async def _role_body(company: Company) -> dict[str, Any]:
    """A role that is missing: that of Clients is taken away first, where nobody has it."""
    role = await first(company.organizer, "/api/auth/roles", name="Client")
    if role is not None:
        await company.organizer.send("DELETE", f"/api/auth/roles/{role['id']}")
    return {"name": "Client"}


async def _kyc_body(_: Company) -> dict[str, Any]:
    return {"documents": {"country": "SE"}}


PAPER = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"


async def upload_paper(who: Person, record: dict[str, Any], **sent: Any) -> dict[str, Any]:
    """Adds a document to the person's record; what became of it."""
    file = {"file": sent.pop("file", ("passport.pdf", PAPER, "application/pdf"))}
    data = {"kind": "passport", **sent}
    answer = await who.send("POST", f"/api/auth/kyc-data/{record['id']}/documents", data=data, files=file)
    assert answer.status_code == 201, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def hand_in(who: Person) -> dict[str, Any]:
    """A record of the person's with one document, handed in."""
    record = await upload_paper(who, await who.post("/api/auth/kyc-data", {}))
    submitted: dict[str, Any] = await who.post(f"/api/auth/kyc-data/{record['id']}/submit", None, 200)
    return submitted


async def _kyc(company: Company) -> dict[str, Any]:
    """What a newcomer handed in, as the Organizer sees it."""
    record = await hand_in(await company.hire("Contributor"))
    found: dict[str, Any] = await company.organizer.get(f"/api/auth/kyc-data/{record['id']}")
    return found


async def _refusal(_: Company) -> dict[str, Any]:
    return {"reason": "The second page is missing."}


async def token_body(_: Company | None, **permissions: list[str]) -> dict[str, Any]:
    """A body for a token that may do this, for a month."""
    until = clock.now() + timedelta(days=30)
    return {"name": "Nightly export", "permissions": permissions or {"tasks": ["read"]}, "expiresAt": until.isoformat()}


async def _token(company: Company) -> dict[str, Any]:
    made = await company.organizer.post("/api/auth/tokens", await token_body(company))
    record: dict[str, Any] = made["record"]
    return record


async def _mfa(company: Company) -> dict[str, Any]:
    """The Organizer's second factor, of which there is one record at most."""
    found = await first(company.organizer, "/api/auth/mfa-settings", userId=company.organizer.id)
    if found is None:
        found = as_json(await put(company.organizer, MFA, user_id=UUID(company.organizer.id)))
    return found


async def _entry(company: Company) -> dict[str, Any]:
    values = {"action": "auth.user.updated", "entity_type": "auth.User", "user_id": UUID(company.organizer.id)}
    place = {"sequence": 1_000_000_000 + next(_numbers), "hash": b"of no chain"}  # far beyond the real ones
    return as_json(await put(company.organizer, ACTIVITY, **values, **place))


async def _invitation_body(company: Company) -> dict[str, Any]:
    return {"email": f"guest{next(_numbers)}@{company.id[-12:]}.example", "roleName": "Contributor"}


async def _mail(company: Company) -> dict[str, Any]:
    """The mail of a fresh invitation."""
    body = await _invitation_body(company)
    await company.organizer.post("/api/auth/invitations", body)
    found = await first(company.organizer, "/api/auth/outbox-mails", toAddress=body["email"])
    assert found is not None
    return found


async def _proof(_: Company) -> dict[str, Any]:
    return {"currentPassword": PASSWORD}


async def _wrong_code(_: Company) -> dict[str, Any]:
    return {"code": "no code"}


async def _passkey_body(_: Company) -> dict[str, Any]:
    """For a challenge that nobody has."""
    return {"challengeId": "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68", "name": "Laptop", "credential": {}}


async def _passkey(company: Company) -> dict[str, Any]:
    """A passkey of the Organizer's, who has just signed in with it."""
    organizer = company.organizer
    found = await first(organizer, "/api/auth/passkeys")
    if found is None:
        found = await with_passkey(organizer, Authenticator())
    await organizer.post("/api/auth/proof", await _proof(company), 200)
    return found


async def _policy(company: Company) -> dict[str, Any]:
    found: dict[str, Any] = await company.organizer.get("/api/auth/sign-in-policy")
    return found


async def _nothing(_: Company) -> dict[str, Any]:
    return {}


async def _password_body(_: Company) -> dict[str, Any]:
    return {"currentPassword": PASSWORD, "newPassword": PASSWORD}


async def _password(company: Company) -> dict[str, Any]:
    changed: dict[str, Any] = await company.organizer.post(
        "/api/auth/password/change", await _password_body(company), 200
    )
    return changed


async def _address_body(_: Company) -> dict[str, Any]:
    return {"email": f"moved{next(_numbers)}@elsewhere.example", "currentPassword": PASSWORD}


async def _address(company: Company) -> dict[str, Any]:
    asked: dict[str, Any] = await company.organizer.post("/api/auth/email/change", await _address_body(company), 200)
    return asked


async def _session(company: Company) -> dict[str, Any]:
    """A second sign-in of the Organizer's."""
    organizer = company.organizer
    body = {"email": organizer.email, "password": PASSWORD}
    assert (await organizer.http.post("/api/auth/login", json=body)).status_code == 200
    newest: dict[str, Any] = (await organizer.get("/api/auth/sessions"))["items"][0]
    return newest


async def _provider_body(company: Company) -> dict[str, Any]:
    """A provider that nobody asks, where there is none: the organization has one at most."""
    there = await first(company.organizer, "/api/auth/identity-providers")
    if there is not None:
        await company.organizer.delete(f"/api/auth/identity-providers/{there['id']}")
    return {
        "name": "Company account",
        "issuer": "https://127.0.0.1:9",
        "clientId": "vistone",
        "clientSecret": "not told",
        "enabled": False,
    }


async def _provider(company: Company) -> dict[str, Any]:
    made: dict[str, Any] = await company.organizer.post("/api/auth/identity-providers", await _provider_body(company))
    return made


async def _link(company: Company) -> dict[str, Any]:
    """The Organizer's link to a provider that is new."""
    provider, person = await _provider(company), UUID(company.organizer.id)
    values = {"provider_id": UUID(provider["id"]), "user_id": person, "subject": f"subject-{next(_numbers)}"}
    return as_json(await put(company.organizer, LINK, **values))


async def _link_body(company: Company) -> dict[str, Any]:
    return {"providerId": (await _provider(company))["id"], "currentPassword": PASSWORD}


SAMPLES = [
    Sample("/api/auth/identity-providers", _provider_body, {"name": "Renamed"}),
    Sample("/api/auth/identity-links", make=_link),
    Sample("/api/auth/oidc/link", _link_body, make=_nothing),
    Sample("/api/auth/organizations", _organization_body, {"name": "Renamed"}, make=_organization),
    Sample("/api/auth/users", patch={"firstName": "Renamed"}, make=_somebody),
    Sample(
        "/api/auth/organization-members",
        _member_body,
        extra={
            "pause_member": _nothing,
            "resume_member": _nothing,
            "reset_member_mfa": _nothing,
            "end_member_sessions": _nothing,
        },
        make=_member,
    ),
    Sample(
        "/api/auth/roles",
        _role_body,
        {"permissions": dict(DEFAULTS[RoleName.CONTRIBUTOR])},
        make=_role,
    ),
    Sample(
        "/api/auth/kyc-data",
        _kyc_body,
        {"status": "approved"},
        extra={"reject_kyc_record": _refusal, "request_kyc_again": _refusal},
        make=_kyc,
        parts={"document_id": lambda record: str(record["documents"]["items"][0]["id"])},
    ),
    Sample("/api/auth/tokens", token_body, make=_token),
    Sample("/api/auth/mfa-settings", make=_mfa),
    Sample(
        "/api/auth/mfa",
        extra={
            "enroll_mfa": _proof,
            "confirm_mfa": _wrong_code,
            "disable_mfa": _wrong_code,
            "renew_backup_codes": _wrong_code,
        },
    ),
    Sample("/api/auth/proof", _proof),
    Sample(
        "/api/auth/passkeys",
        patch={"name": "Renamed"},
        extra={"ask_for_passkey": _proof, "register_passkey": _passkey_body},
        make=_passkey,
    ),
    Sample("/api/auth/sign-in-policy", patch={"mfaRoles": []}, make=_policy),
    Sample("/api/auth/activity-logs", make=_entry),
    Sample(
        "/api/auth/invitations",
        _invitation_body,
        extra={"resend_invitation": _nothing, "revoke_invitation": _nothing},
    ),
    Sample("/api/auth/outbox-mails", make=_mail),
    Sample("/api/auth/sessions", make=_session),
    Sample("/api/auth/password/change", _password_body, make=_password),
    Sample("/api/auth/email/change", _address_body, make=_address),
]

# Anybody who is signed in may found a company of their own, as anybody may who registers. The role that the samples
# make again, or delete, is had by somebody: 409 tells the Organizer so. People change their own account alone.
MATRIX: dict[str, Row] = {
    "list_identity_providers": (200, 200, 200, 200),
    "create_identity_provider": (201, 403, 403, 403),
    "get_identity_provider": (200, 404, 404, 404),
    "update_identity_provider": (200, 404, 404, 404),
    "delete_identity_provider": (204, 404, 404, 404),
    "prove_domains": (200, 404, 404, 404),
    "test_identity_provider": (200, 404, 404, 404),
    "list_identity_links": (200, 200, 200, 200),
    "get_identity_link": (200, 404, 404, 404),
    "delete_identity_link": (204, 404, 404, 404),
    "get_own_identity": (200, 200, 200, 200),
    "start_link": (409, 409, 409, 409),  # the sample's provider is switched off
    "logout": (204, 204, 204, 204),
    "get_me": (200, 200, 200, 200),
    "list_sessions": (200, 200, 200, 200),
    "get_session": (200, 404, 404, 404),
    "delete_session": (204, 404, 404, 404),
    "change_password": (200, 200, 200, 200),
    "change_email": (200, 200, 200, 200),
    "send_verification": (200, 200, 200, 200),
    "list_organizations": (200, 200, 200, 200),
    "create_organization": (201, 201, 201, 201),
    "get_organization": (200, 200, 200, 200),
    "update_organization": (200, 403, 403, 403),
    "delete_organization": (204, 403, 403, 403),
    "list_people": (200, 200, 200, 200),
    "get_person": (200, 200, 200, 404),
    "update_person": (403, 403, 403, 404),
    "delete_person": (403, 403, 403, 404),
    "list_members": (200, 200, 200, 200),
    "create_member": (201, 403, 403, 403),
    "get_member": (200, 200, 200, 404),
    "update_member": (200, 403, 403, 404),
    "delete_member": (204, 403, 403, 404),
    "pause_member": (200, 403, 403, 404),
    "resume_member": (200, 403, 403, 404),
    "end_member_sessions": (200, 403, 403, 404),
    "list_roles": (200, 200, 200, 200),
    "get_role_bounds": (200, 200, 200, 200),
    "create_role": (409, 403, 403, 403),
    "get_role": (200, 200, 200, 404),
    "update_role": (200, 403, 403, 404),
    "delete_role": (409, 403, 403, 404),
    "list_kyc_records": (200, 200, 200, 200),
    "create_kyc_record": (201, 201, 201, 201),
    "get_kyc_record": (200, 404, 404, 404),
    "update_kyc_record": (200, 404, 404, 404),
    # The record is a newcomer's: they alone add to it and hand it in. Forms are sent by tests/auth/test_kyc.py.
    "add_kyc_document": (403, 404, 404, 404),
    "get_kyc_document": (200, 404, 404, 404),
    "delete_kyc_document": (403, 404, 404, 404),
    "submit_kyc_record": (403, 404, 404, 404),
    "approve_kyc_record": (200, 404, 404, 404),
    "reject_kyc_record": (200, 404, 404, 404),
    "request_kyc_again": (200, 404, 404, 404),
    "list_api_tokens": (200, 200, 200, 200),
    "create_api_token": (201, 201, 201, 201),
    "get_api_token": (200, 404, 404, 404),
    "delete_api_token": (204, 404, 404, 404),
    "list_mfa_settings": (200, 200, 200, 200),
    "get_mfa_setting": (200, 404, 404, 404),
    # Everybody is asked for a code of their own; this one is nobody's, and nobody has codes on.
    "enroll_mfa": (200, 200, 200, 200),
    "confirm_mfa": (422, 422, 422, 422),
    "disable_mfa": (409, 409, 409, 409),
    "renew_backup_codes": (409, 409, 409, 409),
    "prove": (200, 200, 200, 200),
    "list_passkeys": (200, 200, 200, 200),
    "get_passkey": (200, 404, 404, 404),
    "update_passkey": (200, 404, 404, 404),
    "delete_passkey": (204, 404, 404, 404),
    "ask_for_passkey": (200, 200, 200, 200),
    "register_passkey": (422, 422, 422, 422),
    "get_sign_in_policy": (200, 200, 200, 200),
    "update_sign_in_policy": (200, 403, 403, 403),
    "reset_member_mfa": (409, 403, 403, 404),  # a newcomer has none
    "list_log_entries": (200, 200, 200, 200),
    "get_log_entry": (200, 404, 404, 404),
    "get_log_facets": (200, 200, 200, 200),
    "export_log_entries": (200, 200, 200, 200),
    "list_invitations": (200, 200, 200, 200),
    "create_invitation": (201, 403, 403, 403),
    "get_invitation": (200, 404, 404, 404),
    "resend_invitation": (200, 404, 404, 404),
    "revoke_invitation": (200, 404, 404, 404),
    "list_outbox_mails": (200, 200, 200, 200),
    "get_outbox_mail": (200, 404, 404, 404),
}
