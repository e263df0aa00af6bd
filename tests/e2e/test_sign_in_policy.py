"""How people sign in to an organization: second factors by role, and the identity provider."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.people import Town

pytestmark = pytest.mark.browser


async def test_a_second_factor_by_role_and_not_for_oneself_by_accident(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await mara.window("/settings/sign-in")
    contributors = page.get_by_role("switch", name="Contributor: require a second factor")
    await contributors.click()
    await expect(contributors).to_be_checked()
    await expect(page.get_by_text("Contributor: a second factor is required")).to_be_visible()
    assert (await jonas.api.get("/api/auth/users")).status == 403
    await page.get_by_role("button", name="Undo").click()
    await expect(contributors).not_to_be_checked()
    policy = await mara.api_get("/api/auth/sign-in-policy")
    assert policy["mfaRoles"] == []

    await page.get_by_role("switch", name="Organizer: require a second factor").click()
    dialog = page.get_by_role("dialog", name="You have no second factor yet")
    await dialog.get_by_role("button", name="Cancel").click()
    assert (await mara.api_get("/api/auth/sign-in-policy"))["mfaRoles"] == []
    # Nobody could come in any other way.
    await expect(page.get_by_role("switch", name="Sign in with a password or passkey")).to_be_disabled()


async def test_sets_up_a_provider_tests_it_and_removes_it(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/sign-in")
    await page.get_by_role("button", name="Set up").click()
    dialog = page.get_by_role("dialog", name="Set up an identity provider")
    await expect(dialog.get_by_label("Redirect address")).to_have_value(re.compile(r"/api/auth/oidc/callback$"))
    await dialog.get_by_role("button", name="Set up").click()
    await expect(dialog.get_by_text("Enter the client ID.")).to_be_visible()
    await dialog.get_by_label("Name").fill("Northlight SSO")
    await dialog.get_by_label("Issuer").fill("https://login.northlight.invalid")
    await dialog.get_by_label("Client ID").fill("vistone")
    await dialog.get_by_label("Client secret").fill("a secret of theirs")
    await dialog.get_by_label("Domains").fill("@northlight.example, studio.example")
    await dialog.get_by_role("button", name="Set up").click()
    # Enabled, it is asked first: this one does not answer, and the words stand at the field.
    await expect(dialog.get_by_label("Issuer")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_role("checkbox", name="People can sign in by it").uncheck()
    await dialog.get_by_role("button", name="Set up").click()
    await expect(dialog).to_have_count(0)
    domains = page.get_by_role("list", name="Domains")
    await expect(domains).to_contain_text("northlight.example")
    await expect(domains.get_by_text("Not proven yet")).to_have_count(2)
    await expect(page.get_by_label("Name of the TXT record").first).to_have_value(
        "_vistone-challenge.northlight.example"
    )
    kept = (await mara.api_get("/api/auth/identity-providers"))["items"][0]
    assert "secret" not in str(kept)
    await expect(page.get_by_label("Its value, the same for each domain")).to_have_value(kept["proof"])
    await page.get_by_role("button", name="Test connection").click()
    await expect(page.get_by_text("There is no server login.northlight.invalid.")).to_be_visible()

    await page.get_by_role("button", name="Edit", exact=True).click()
    edit = page.get_by_role("dialog", name="Identity provider")
    await expect(edit.get_by_label("Client secret")).to_have_value("")
    await edit.get_by_label("Domains").fill("northlight.example")
    await edit.get_by_role("button", name="Save").click()
    await expect(domains.get_by_role("listitem")).to_have_count(1)

    await page.get_by_role("button", name="Remove…").click()
    dialog = page.get_by_role("dialog", name="Remove Northlight SSO")
    await dialog.get_by_role("textbox").fill("Northlight SSO")
    await dialog.get_by_role("button", name="Remove", exact=True).click()
    await expect(page.get_by_role("heading", name="No identity provider")).to_be_visible()
