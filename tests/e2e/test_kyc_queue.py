"""The queue of documents that an Organizer decides on."""

import base64
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.people import Person, Town

pytestmark = pytest.mark.browser
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNQaJgAAAH0ATFu6ILUAAAAAElFTkSuQmCC"
)


async def hand_in(person: Person) -> dict[str, Any]:
    """A record with a passport, handed in."""
    found = (await person.api_get("/api/auth/kyc-data", userId=await person.id()))["items"]
    record = found[0] if found else await person.api_post("/api/auth/kyc-data", {})
    answer = await person.api.post(
        f"/api/auth/kyc-data/{record['id']}/documents",
        headers=await person._headers(),
        multipart={"kind": "passport", "file": {"name": "passport.png", "mimeType": "image/png", "buffer": PICTURE}},
    )
    assert answer.ok, await answer.text()
    record = await answer.json()
    answer = await person.api.post(
        f"/api/auth/kyc-data/{record['id']}/submit",
        headers=await person._headers() | {"If-Match": f'"{record["revision"]}"'},
    )
    assert answer.ok, await answer.text()
    return dict(await answer.json())


async def test_looks_asks_again_and_approves(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await mara.window("/settings/verifications")
    await expect(page.get_by_role("heading", name="Nobody is waiting")).to_be_visible()
    await hand_in(jonas)
    queue = page.get_by_role("list", name="Verification queue")
    await queue.get_by_role("link", name="Jonas Weber").click()  # it came by itself
    panel = page.get_by_role("complementary", name="Documents of Jonas Weber")
    await panel.get_by_role("button", name=re.compile("Passport")).click()
    picture = panel.get_by_alt_text("Passport")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1

    await panel.get_by_role("button", name="Ask again…").click()
    dialog = page.get_by_role("dialog", name="Ask Jonas Weber for other documents")
    await dialog.get_by_role("button", name="Ask again").click()
    await expect(dialog.get_by_label("Reason")).to_be_focused()
    await expect(dialog.get_by_text("Say why")).to_be_visible()
    await dialog.get_by_label("Reason").fill("The second page is missing")
    await page.keyboard.press("Control+Enter")
    await expect(dialog).to_have_count(0)
    await expect(panel.get_by_text("The second page is missing")).to_be_visible()
    await expect(panel.get_by_text("Asked again")).to_be_visible()
    assert (await jonas.api_get("/api/auth/kyc-data"))["items"][0]["status"] == "resubmission_requested"

    await hand_in(jonas)
    await panel.get_by_role("button", name="Approve", exact=True).click()
    await expect(page.get_by_text("Jonas Weber is verified")).to_be_visible()
    await expect(panel.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    await expect(panel.get_by_text("Documents approved")).to_be_visible()
    await expect(panel.get_by_text("Document opened")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(page.get_by_role("list", name="Decided")).to_contain_text("Jonas Weber")


async def test_rejects_on_a_phone_and_not_over_newer_documents(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    record = await hand_in(jonas)
    page = await mara.window(f"/settings/verifications?record={record['id']}", size="phone")
    panel = page.get_by_role("complementary", name="Documents of Jonas Weber")
    await panel.get_by_role("button", name="Reject…").click()
    dialog = page.get_by_role("dialog", name="Reject the documents of Jonas Weber")
    await dialog.get_by_label("Reason").fill("Not readable")
    await dialog.get_by_role("button", name="Reject").click()
    await expect(page.get_by_text("The documents of Jonas Weber are rejected")).to_be_visible()
    await expect(panel.get_by_text("Rejected", exact=True)).to_be_visible()
    assert (await jonas.api_get("/api/auth/kyc-data"))["items"][0]["reason"] == "Not readable"
