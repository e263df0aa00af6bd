"""Samples and rights of `auth`."""

import itertools
from typing import Any
from uuid import UUID

from tests.factories import Row, Sample
from tests.rows import put
from tests.world import PASSWORD, Company, Person
from vistone.auth.permissions import DEFAULTS
from vistone.auth.queries import ACTIVITY, MFA
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
    return {"documents": {"passport": "C01X00T47"}}


async def _kyc(company: Company) -> dict[str, Any]:
    """What the Organizer handed in, of which there is one record at most."""
    found = await first(company.organizer, "/api/auth/kyc-data", userId=company.organizer.id)
    if found is None:
        found = await company.organizer.post("/api/auth/kyc-data", await _kyc_body(company))
    return found


async def _mfa(company: Company) -> dict[str, Any]:
    """The Organizer's second factor, of which there is one record at most."""
    found = await first(company.organizer, "/api/auth/mfa-settings", userId=company.organizer.id)
    if found is None:
        found = as_json(await put(company.organizer, MFA, user_id=UUID(company.organizer.id)))
    return found


async def _entry(company: Company) -> dict[str, Any]:
    values = {"action": "auth.user.updated", "entity_type": "auth.User", "user_id": UUID(company.organizer.id)}
    place = {"sequence": next(_numbers), "hash": b"of no chain"}
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


async def _nothing(_: Company) -> dict[str, Any]:
    return {}


async def _password_body(_: Company) -> dict[str, Any]:
    return {"currentPassword": PASSWORD, "newPassword": PASSWORD}


async def _password(company: Company) -> dict[str, Any]:
    changed: dict[str, Any] = await company.organizer.post(
        "/api/auth/password/change", await _password_body(company), 200
    )
    return changed


async def _session(company: Company) -> dict[str, Any]:
    """A second sign-in of the Organizer's."""
    organizer = company.organizer
    body = {"email": organizer.email, "password": PASSWORD}
    assert (await organizer.http.post("/api/auth/login", json=body)).status_code == 200
    newest: dict[str, Any] = (await organizer.get("/api/auth/sessions"))["items"][0]
    return newest


SAMPLES = [
    Sample("/api/auth/organizations", _organization_body, {"name": "Renamed"}, make=_organization),
    Sample("/api/auth/users", patch={"firstName": "Renamed"}, make=_somebody),
    Sample(
        "/api/auth/organization-members",
        _member_body,
        extra={"pause_member": _nothing, "resume_member": _nothing},
        make=_member,
    ),
    Sample(
        "/api/auth/roles",
        _role_body,
        {"permissions": dict(DEFAULTS[RoleName.CONTRIBUTOR])},
        make=_role,
    ),
    Sample("/api/auth/kyc-data", _kyc_body, {"documents": {"passport": "C01X00T48"}}, make=_kyc),
    Sample("/api/auth/mfa-settings", make=_mfa),
    Sample("/api/auth/activity-logs", make=_entry),
    Sample(
        "/api/auth/invitations",
        _invitation_body,
        extra={"resend_invitation": _nothing, "revoke_invitation": _nothing},
    ),
    Sample("/api/auth/outbox-mails", make=_mail),
    Sample("/api/auth/sessions", make=_session),
    Sample("/api/auth/password/change", _password_body, make=_password),
]

# Anybody who is signed in may found a company of their own, as anybody may who registers. The role that the samples
# make again, or delete, is had by somebody: 409 tells the Organizer so. People change their own account alone.
MATRIX: dict[str, Row] = {
    "logout": (204, 204, 204, 204),
    "get_me": (200, 200, 200, 200),
    "list_sessions": (200, 200, 200, 200),
    "get_session": (200, 404, 404, 404),
    "delete_session": (204, 404, 404, 404),
    "change_password": (200, 200, 200, 200),
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
    "list_roles": (200, 200, 200, 200),
    "create_role": (409, 403, 403, 403),
    "get_role": (200, 200, 200, 404),
    "update_role": (200, 403, 403, 404),
    "delete_role": (409, 403, 403, 404),
    "list_kyc_records": (200, 200, 200, 200),
    "create_kyc_record": (201, 201, 201, 201),
    "get_kyc_record": (200, 404, 404, 404),
    "update_kyc_record": (200, 404, 404, 404),
    "list_mfa_settings": (200, 200, 200, 200),
    "get_mfa_setting": (200, 404, 404, 404),
    "list_log_entries": (200, 200, 200, 200),
    "get_log_entry": (200, 404, 404, 404),
    "list_invitations": (200, 200, 200, 200),
    "create_invitation": (201, 403, 403, 403),
    "get_invitation": (200, 404, 404, 404),
    "resend_invitation": (200, 404, 404, 404),
    "revoke_invitation": (200, 404, 404, 404),
    "list_outbox_mails": (200, 200, 200, 200),
    "get_outbox_mail": (200, 404, 404, 404),
}
