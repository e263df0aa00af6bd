"""Somebody registers with an address that is not theirs: whoever proves it has the account, and the stranger nothing."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.auth.oidc_setup import Browser, Provider, proven
from tests.auth.test_mfa import log_of
from tests.auth.test_passwords import NEW, login, mailed
from tests.authenticator import Authenticator
from tests.dns_server import NameServer
from tests.factories.auth import hand_in, token_body, upload_paper
from tests.second_factor import App, by_passkey, enrolled, first_step, second_step, with_passkey
from tests.world import PASSWORD, Company, Person, World
from vistone.kernel.mail import Mail

ME = "/api/auth/me"
ACCEPT = "/api/auth/invitations/accept"
VERIFY = "/api/auth/email/verify"


class Stranger:
    """What somebody holds who registered with the address of somebody else."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person = world, person
        self.company = Company(world, person)
        self.device = Authenticator()
        self.app: App
        self.step = self.verification = ""
        self.program: dict[str, str] = {}

    @classmethod
    async def at(cls, world: World, email: str) -> "Stranger":
        body = {"email": email, "password": PASSWORD, "firstName": "A", "lastName": "B", "organizationName": "Trap"}
        answer = await world.http.post("/api/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        one = cls(world, Person(world.http, answer.json()))
        one.verification = await mailed(one.company, email, "Confirm your address")
        one.app = await enrolled(one.person)
        await with_passkey(one.person, one.device)
        made = await one.person.post("/api/auth/tokens", await token_body(None, projects=["read"]))
        one.program = {"Authorization": f"Bearer {made['token']}"}
        assert (await world.http.get(ME, headers=one.program)).status_code == 200
        one.step = (await first_step(world, email))["mfaToken"]
        return one

    async def is_out(self) -> None:
        await self.world.settle()
        await self.person.get(ME, 401)
        http, token = self.world.http, self.person.tokens["refreshToken"]
        assert (await http.post("/api/auth/refresh", json={"refreshToken": token})).status_code == 401
        assert (await http.get(ME, headers=self.program)).status_code == 401
        assert (await by_passkey(self.world, self.device)).status_code == 401
        assert (await second_step(self.world, self.step, self.app.backup_codes[0])).status_code == 401
        await login(self.world, self.person.email, PASSWORD, 401)
        assert (await http.post(VERIFY, json={"token": self.verification})).status_code == 422


async def holds_nothing_of_the_strangers(victim: Person) -> None:
    me = await victim.get(ME)
    assert me["user"]["emailVerifiedAt"] is not None
    assert me["mfa"] == {"totp": False, "passkeys": 0, "backupCodesLeft": 0}
    assert len((await victim.get("/api/auth/sessions"))["items"]) == 1


async def test_by_the_companys_identity_provider(inside: World, idp: Provider, names: NameServer, domain: str) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    stranger = await Stranger.at(inside, f"ada@{domain}")
    await idp.know(f"ada@{domain}", email=f"ada@{domain}", email_verified=True)
    browser = Browser(inside)
    assert await browser.go(browser.start(provider), f"ada@{domain}") == "/"
    ada = await browser.person()
    assert (ada.id, ada.organization_id) == (stranger.person.id, company.id)
    await stranger.is_out()
    await holds_nothing_of_the_strangers(ada)
    assert (await ada.get(ME))["hasPassword"] is False
    for action in ("auth.user.rekeyed", "auth.user.verified", "auth.mfa_setting.cleared", "auth.passkey.deleted"):
        assert len(await log_of(company, action, userId=ada.id)) == 1, action


async def test_a_proven_address_keeps_what_it_has_with_an_identity_provider(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    owner = await Stranger.at(inside, f"own@{domain}")  # none: this one reads the mail
    assert (await inside.http.post(VERIFY, json={"token": owner.verification})).status_code == 204
    await idp.know(f"own@{domain}", email=f"own@{domain}", email_verified=True)
    browser = Browser(inside)
    assert await browser.go(browser.start(provider), f"own@{domain}") == "/"
    me = await owner.person.get(ME)
    assert (me["mfa"]["totp"], me["mfa"]["passkeys"], me["hasPassword"]) == (True, 1, True)
    assert (await inside.http.get(ME, headers=owner.program)).status_code == 200


async def accept(world: World, company: Company, email: str, password: str, status: int = 200, **more: str) -> Any:
    await company.organizer.post("/api/auth/invitations", {"email": email, "roleName": "Manager"})
    token = await world.invitation_token(company.organizer, email)
    found = await world.http.get("/api/auth/invitations/lookup", params={"token": token})
    body = {"token": token, "password": password, "firstName": "Vera", "lastName": "V", **more}
    answer = await world.http.post(ACCEPT, json=body)
    assert answer.status_code == status, answer.text
    return answer.json() | {"accountExists": found.json()["accountExists"]}


class Delivered:
    """A mail server that takes every mail."""

    async def send(self, mail: Mail, *, id: UUID) -> None:
        """Nothing more is to be done."""


@pytest.fixture
def mail_server(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail goes to whom it is to, and rests in no outbox that a company reads."""
    monkeypatch.setattr(world.state, "runtime", msgspec.structs.replace(world.runtime, mailer=Delivered()))


@pytest.mark.usefixtures("mail_server")
async def test_by_the_mail_of_an_invitation(world: World) -> None:
    company = await world.company()
    stranger = await Stranger.at(world, "vera@mailed.example")
    papers = f"/api/auth/kyc-data/{(await hand_in(stranger.person))['id']}"
    accomplice = await stranger.company.hire("Organizer")
    await accomplice.post(f"{papers}/approve", None, 200)
    answer = await accept(world, company, stranger.person.email, NEW)
    assert answer["accountExists"] is False
    vera = Person(world.http, answer)
    assert (vera.id, vera.organization_id) == (stranger.person.id, company.id)
    assert (answer["user"]["firstName"], answer["user"]["lastName"]) == ("Vera", "V")
    await stranger.is_out()
    await holds_nothing_of_the_strangers(vera)
    await login(world, vera.email, NEW)
    record = await vera.get(papers)
    assert (record["status"], record["documents"], record["verifiedAt"]) == ("pending", None, None)
    await upload_paper(vera, record)
    assert (await vera.post(f"{papers}/submit", None, 200))["submittedAt"]
    await accomplice.get(papers, 404)


@pytest.mark.usefixtures("mail_server")
async def test_a_proven_account_is_not_taken_by_an_invitation(world: World) -> None:
    company = await world.company()
    owner = await Stranger.at(world, "owner@mailed.example")
    assert (await world.http.post(VERIFY, json={"token": owner.verification})).status_code == 204
    assert (await accept(world, company, owner.person.email, NEW, 401))["accountExists"] is True
    await owner.person.get(ME)


async def test_a_company_that_reads_its_own_outbox_takes_no_account(world: World) -> None:
    """Without a mail server the invitation's link lies before the inviting Organizer, whoever the address belongs to."""
    company = await world.company()
    owner = await Stranger.at(world, "owner@kept.example")
    assert (await accept(world, company, owner.person.email, NEW, 401))["accountExists"] is True
    await owner.person.get(ME)


async def test_by_the_mail_to_a_new_password(world: World) -> None:
    stranger = await Stranger.at(world, "paul@mailed.example")
    await world.http.post("/api/auth/password/forgot", json={"email": stranger.person.email})
    token = await mailed(stranger.company, stranger.person.email, "Choose a new password")
    answer = await world.http.post("/api/auth/password/reset", json={"token": token, "password": NEW})
    assert answer.status_code == 204, answer.text
    await stranger.is_out()
    paul = Person(world.http, (await login(world, stranger.person.email, NEW)).json())
    await holds_nothing_of_the_strangers(paul)


async def test_a_proven_account_keeps_its_factors_with_a_new_password(world: World) -> None:
    owner = await Stranger.at(world, "keeps@mailed.example")
    assert (await world.http.post(VERIFY, json={"token": owner.verification})).status_code == 204
    await world.http.post("/api/auth/password/forgot", json={"email": owner.person.email})
    token = await mailed(owner.company, owner.person.email, "Choose a new password")
    answer = await world.http.post("/api/auth/password/reset", json={"token": token, "password": NEW})
    assert answer.status_code == 204, answer.text
    assert (await login(world, owner.person.email, NEW)).json()["methods"] == ["totp", "backup_code", "passkey"]
    assert (await world.http.get(ME, headers=owner.program)).status_code == 200
