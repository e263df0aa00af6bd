"""What people do with their own account: the password, sign-ins, tokens for programs, proof of who they are."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.axe import findings
from tests.e2e.people import PASSWORD, Json, Person, Town

pytestmark = pytest.mark.browser
NEW = "another horse, another battery"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


async def sign_in(town: Town, person: Person, password: str = PASSWORD) -> Page:
    """A window of theirs that is signed in by itself."""
    page = await town.stranger("/sign-in")
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    return page


async def test_a_new_password_is_judged_at_its_field_and_ends_the_other_sign_ins(town: Town):
    mara = await town.organizer()
    other = await sign_in(town, mara)
    await expect(other).to_have_url(re.compile(r"/o/[\w-]+/projects"))
    page = await mara.window("/settings/security")
    await page.get_by_label("Present password").fill("not this one")
    await page.get_by_label("New password").fill("password1")
    await expect(page.get_by_text("Short: a few words are better")).to_be_visible()
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_label("Present password")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("Present password").fill(PASSWORD)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("among the commonest leaked")).to_be_visible()
    await page.get_by_label("New password").fill(NEW)
    await expect(page.get_by_text("Very good length")).to_be_visible()
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("Your password is changed")).to_be_visible()
    await expect(page.get_by_label("New password")).to_have_value("")
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    again = await sign_in(town, mara, NEW)
    await expect(again).to_have_url(re.compile(r"/o/[\w-]+/projects"))


async def test_sign_ins_are_listed_and_ended_one_by_one_or_all(town: Town):
    mara = await town.organizer()
    others = [await sign_in(town, mara) for _ in range(3)]
    for other in others:
        await expect(other).to_have_url(re.compile(r"/o/[\w-]+/projects"))
    page = await mara.window("/settings/sessions")
    rows = page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    await expect(rows).to_have_count(4)
    await expect(rows.filter(has_text="This one")).to_have_count(1)
    await expect(rows.filter(has_text="Chrome on Linux")).to_have_count(3)
    await rows.nth(1).get_by_role("button", name="Sign out Chrome on Linux").click()
    await expect(page.get_by_text("Signed out on Chrome on Linux")).to_be_visible()
    await expect(rows).to_have_count(3)
    await page.get_by_role("button", name="Sign out everywhere else").click()
    await expect(rows).to_have_count(1)
    await page.reload()
    await expect(rows).to_have_count(1)
    for other in others:
        await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_token_is_made_within_ones_rights_shown_once_and_revoked(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await mara.window("/settings/tokens")
    await expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    await page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New token")
    await dialog.get_by_role("button", name="Make the token").click()
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await dialog.get_by_label("Name").fill("Nightly report")
    await dialog.get_by_role("button", name="Nothing").click()
    await dialog.get_by_role("button", name="Make the token").click()
    await expect(dialog.get_by_text("Tick at least one")).to_be_visible()
    await dialog.get_by_label("Projects: Read").check()
    await dialog.get_by_role("button", name="Make the token").click()
    shown = page.get_by_role("dialog", name="Your new token")
    token = await shown.get_by_label("Token").input_value()
    assert token.startswith("vst_")
    await shown.get_by_role("button", name="I kept it").click()

    send = {"Authorization": f"Bearer {token}"}
    program = await town.playwright.request.new_context(base_url=town.url)
    answer = await program.get(f"/api/project/projects/{project['id']}", headers=send)
    assert answer.status == 200
    refused = await program.patch(f"/api/project/projects/{project['id']}", headers=send, data={"name": "Mine"})
    assert refused.status == 403

    await page.reload()
    row = page.get_by_role("list", name="API tokens").get_by_role("listitem").filter(has_text="Nightly report")
    await expect(row).to_contain_text(f"vst_…{token[-4:]}")
    assert token not in await page.content()
    await row.get_by_role("button", name="Revoke Nightly report").click()
    confirm = page.get_by_role("dialog", name="Revoke the token")
    await confirm.get_by_role("textbox").fill("Nightly report")
    await confirm.get_by_role("button", name="Revoke", exact=True).click()
    await expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    await expect(page.get_by_text("“Nightly report” revoked")).to_be_visible()
    for _ in range(50):  # five seconds: as long as a process may remember a token
        if (await program.get(f"/api/project/projects/{project['id']}", headers=send)).status == 401:
            break
        await asyncio.sleep(0.1)
    else:
        pytest.fail("the token is still good")
    await program.dispose()


async def handed_in(organizer: Person, person: Person) -> Json:
    """The person's record once it waits for a decision: the page says so before the server has said yes."""
    whose = await person.id()
    for _ in range(100):
        record: Json = (await organizer.api_get("/api/auth/kyc-data", userId=whose))["items"][0]
        if record["status"] == "pending" and record["submittedAt"]:
            return record
        await asyncio.sleep(0.1)
    raise AssertionError("nothing was handed in")


async def test_documents_are_added_taken_away_and_handed_in(town: Town, tmp_path: Path):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    passport = tmp_path / "passport.pdf"
    passport.write_bytes(PDF)
    fake = tmp_path / "letter.pdf"
    fake.write_bytes(b"MZ\x90\x00 not a document")
    page = await jonas.window("/settings/verification")
    await expect(page.get_by_text("Not begun")).to_be_visible()
    choose = page.get_by_label("Choose a file or drop it here")
    await choose.set_input_files(fake)
    await expect(page.get_by_role("alert").filter(has_text="“letter.pdf” was not added")).to_be_visible()
    await choose.set_input_files(passport)
    rows = page.get_by_role("list", name="Documents").get_by_role("listitem")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Passport")
    await page.get_by_role("button", name="What you add").click()
    await page.get_by_role("option", name="Proof of address").click()
    await choose.set_input_files(passport)
    await expect(rows).to_have_count(2)
    await rows.filter(has_text="Proof of address").get_by_role("button", name="Remove").click()
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Hand in", exact=True).click()
    await expect(page.get_by_text("Being checked")).to_be_visible()

    # What an Organizer decides shows at once, and the reason with it.
    record = await handed_in(mara, jonas)
    await mara.api_post(f"/api/auth/kyc-data/{record['id']}/request-again", {"reason": "The second page is missing."})
    await expect(page.get_by_text("Asked for again")).to_be_visible()
    await expect(page.get_by_text("The second page is missing.")).to_be_visible()
    await page.get_by_role("button", name="Hand in again").click()
    await expect(page.get_by_text("Being checked")).to_be_visible()
    record = await handed_in(mara, jonas)
    await mara.api_post(f"/api/auth/kyc-data/{record['id']}/approve", {})
    await expect(page.get_by_text("Verified", exact=True)).to_be_visible()
    await expect(choose).to_have_count(0)


async def test_whoever_must_have_a_second_step_is_led_to_it_and_nowhere_else(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara, "Manager")
    page = await jonas.window("/settings/profile")
    policy = await mara.api_get("/api/auth/sign-in-policy")
    await mara.api_patch("/api/auth/sign-in-policy", {"mfaRoles": ["Manager"]})
    assert policy["mfaRoles"] == []
    await page.goto(f"/o/{jonas.slug}/my-work")
    await expect(page.get_by_role("heading", name="Set up two-step sign-in")).to_be_visible()
    await page.goto(f"/o/{jonas.slug}/projects")
    await expect(page.get_by_role("heading", name="Set up two-step sign-in")).to_be_visible()
    await expect(page.get_by_alt_text("QR code for your authenticator app")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    assert not await findings(page)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_an_address_that_must_be_proven_is_asked_for_alone_and_goes_on_by_itself(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/profile")
    proven = False

    async def unproven(route: Route) -> None:
        """What the server says with VISTONE_VERIFIED_EMAIL_REQUIRED: until the link was followed."""
        answer = await route.fetch()
        body = await answer.json()
        await route.fulfill(
            response=answer, json=body if proven else {**body, "unfinished": "email-verification-required"}
        )

    await page.route("**/api/auth/me", unproven)
    await page.goto(f"/o/{mara.slug}/my-work")
    await expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    await expect(page.get_by_text(mara.email)).to_be_visible()
    await page.get_by_role("button", name="Send the link again").click()
    await expect(page.get_by_text("A new link is on its way")).to_be_visible()
    assert not await findings(page)
    proven = True
    await expect(page).to_have_url(re.compile("/my-work"))


async def test_the_way_through_ones_organization_is_offered_by_the_address(town: Town):
    page = await town.stranger("/sign-in?problem=oidc-paused")
    await expect(page.get_by_role("alert").first).to_contain_text("You are paused")
    provider = {"provider": {"id": "0192a000-0000-7000-8000-000000000001", "name": "Acme"}, "passwordSignIn": True}
    await page.route("**/api/auth/oidc/lookup*", lambda route: route.fulfill(json=provider))
    await page.get_by_label("E-mail").fill("mara@acme.example")
    link = page.get_by_role("link", name="Continue with Acme")
    await expect(link).to_have_attribute("href", re.compile("/api/auth/oidc/start.provider=0192a000"))
    await expect(page.get_by_label("Password", exact=True)).to_be_visible()
    assert not await findings(page)


async def test_a_link_in_a_mail_to_the_settings_finds_the_organization(town: Town):
    mara = await town.organizer()
    page = await mara.window("/projects")
    await page.goto("/settings/verification")
    await expect(page).to_have_url(re.compile(f"/o/{mara.slug}/settings/verification"))
    await expect(page.get_by_role("heading", name="Verification")).to_be_visible()


async def test_the_address_is_another_once_the_link_in_the_mail_was_followed(town: Town):
    mara = await town.organizer()
    other = await sign_in(town, mara)
    await expect(other).to_have_url(re.compile(r"/o/[\w-]+/projects"))
    page = await mara.window("/settings/profile")
    await expect(page.get_by_text("Not confirmed")).to_be_visible()
    await page.get_by_role("button", name="Send again").click()
    await expect(page.get_by_text(f"A link is on its way to {mara.email}")).to_be_visible()
    await page.get_by_role("button", name="Change…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("New address").fill(mara.email)
    await dialog.get_by_role("button", name="Send the link").click()
    await expect(dialog.get_by_text("This is your address already.")).to_be_visible()
    new = f"new.{mara.email}"
    await dialog.get_by_label("New address").fill(new)
    await dialog.get_by_role("button", name="Send the link").click()
    await expect(dialog.get_by_text("Until then nothing changes.")).to_be_visible()
    assert not await findings(page)
    await dialog.get_by_role("button", name="Understood").click()
    await expect(page.get_by_text(mara.email, exact=True)).to_be_visible()
    mails: list[Json] = []
    while not mails:
        mails = (await mara.api_get("/api/auth/outbox-mails", toAddress=new))["items"]
    reader = await town.stranger(re.findall(r"/new-address\S+", mails[0]["text"])[0])
    await expect(reader.get_by_role("heading", name="Your address is changed")).to_be_visible()
    await expect(page.get_by_text(new)).to_be_visible()
    await expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_an_account_is_deleted_by_name_and_proof(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await jonas.window("/settings/profile")
    proofs: list[Route] = []

    async def stale(route: Route) -> None:
        """The sign-in is too old for it, the first time."""
        if route.request.method != "DELETE" or proofs:
            await route.continue_()
            return
        proofs.append(route)
        problem = {"type": "urn:vistone:problem:proof-required", "title": "Prove that it is you", "status": 403}
        await route.fulfill(status=403, json=problem, content_type="application/problem+json")

    await page.route("**/api/auth/users/*", stale)
    await page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete your account")
    await expect(dialog.get_by_role("button", name="Delete", exact=True)).to_be_disabled()
    await dialog.get_by_role("textbox").fill("Jonas Weber")
    assert not await findings(page)
    await dialog.get_by_role("button", name="Delete", exact=True).click()
    proof = page.get_by_role("dialog", name="Is it still you?")
    await proof.get_by_label("Your password").fill(PASSWORD)
    await proof.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    again = await sign_in(town, jonas)
    await expect(again.get_by_role("alert").first).to_contain_text("wrong")


async def test_the_only_organizer_reads_why_their_account_stays(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/profile")
    await page.get_by_role("button", name="Delete…").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("Mara Lindqvist")
    await page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    sentence = "An organization keeps at least one active Organizer."
    await expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()


async def test_who_came_by_the_organizations_sign_in_is_told_why_there_is_nothing_to_change(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/security")

    async def bound(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json={**await answer.json(), "bound": True, "hasPassword": False})

    await page.route("**/api/auth/me", bound)
    await page.reload()
    await expect(page.get_by_text("and need none of these.")).to_be_visible()
    for name in ("Change the password", "Set up", "Add"):
        await expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert not await findings(page)
    await page.get_by_role("link", name="Profile").click()
    await expect(page.get_by_text("To change the address, sign in with your own password or passkey.")).to_be_visible()
    for name in ("Change…", "Delete…"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
