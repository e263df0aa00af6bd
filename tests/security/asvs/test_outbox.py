"""What one company's outbox shows opens no door of another's: mails hold links that sign in or choose a password."""

import re

import pytest

from tests.world import World
from vistone.kernel import outbox
from vistone.kernel.settings import Settings

FORGOT, MAILS = "/api/auth/password/forgot", "/api/auth/outbox-mails"


async def resets(world: World, company, email: str) -> list[str]:
    await world.http.post(FORGOT, json={"email": email})
    await world.run_jobs()
    page = await company.organizer.get(MAILS, toAddress=email)
    return [mail["text"] for mail in page["items"] if "/reset?token=" in mail["text"]]


async def test_who_belongs_elsewhere_too_gets_no_reset_link_by_an_outbox(world: World) -> None:
    company, other = await world.company(), await world.company()
    manager = await company.manager
    assert len(await resets(world, company, manager.email)) == 1, "of one company: its Organizer hands the mail over"
    await other.organizer.post("/api/auth/invitations", {"email": manager.email, "roleName": "Manager"})
    token = await world.invitation_token(other.organizer, manager.email)
    body = {"token": token, "password": "correct horse battery"}
    assert (await world.http.post("/api/auth/invitations/accept", json=body)).status_code == 200
    assert len(await resets(world, company, manager.email)) == 1, "no further one"
    assert await resets(world, other, manager.email) == []


async def test_with_a_mail_server_links_are_for_whom_they_go_to(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    company = await world.company()
    manager = await company.manager
    shown = (await resets(world, company, manager.email))[0]
    secret = re.findall(r"token=([\w-]{43})", shown)[0]
    monkeypatch.setattr(outbox, "settings", lambda: Settings(mail_url="smtp://mail.example:587"))
    page = await company.organizer.send("GET", MAILS, params={"toAddress": manager.email})
    one = await company.organizer.send("GET", f"{MAILS}/{page.json()['items'][0]['id']}")
    export = await company.organizer.send("GET", MAILS, params={"toAddress": manager.email, "download": "csv"})
    for answer in (page, one, export):
        assert answer.status_code == 200, answer.text
        assert secret not in answer.text
    assert "token=…" in page.text
