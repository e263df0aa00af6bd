"""The check of documents: who hands in, who sees, who decides, and what the log and the mails tell of it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from tests.factories.auth import PAPER, hand_in, upload_paper
from tests.world import PASSWORD
from vistone.auth.actions import kyc
from vistone.auth.activity import activity_log
from vistone.kernel import clock
from vistone.kernel.jobs import JobRun, Nothing
from vistone.kernel.scope import System

KYC = "/api/auth/kyc-data"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(100)
WHY = {"reason": "The second page is missing."}


@pytest.fixture
async def company(world):
    return await world.company()


def stored(company) -> int:
    """How many files of the company's rest in the store."""
    folder = company.world.runtime.settings.data_dir / "files" / company.id
    return len(list(folder.iterdir())) if folder.exists() else 0


async def mails(company, to) -> list[str]:
    found = (await company.organizer.get("/api/auth/outbox-mails", toAddress=to.email))["items"]
    return [one["subject"] for one in found]


async def log_of(company, record) -> list[dict]:
    """The log's entries on the record, oldest first."""
    await company.world.follow(activity_log)
    page = await company.organizer.get("/api/auth/activity-logs", entityId=record["id"], sort="createdAt", limit=200)
    return page["items"]


async def test_a_record_goes_from_gathering_to_approved_and_then_stays(company):
    person, organizer = await company.contributor, company.organizer
    record = await person.post(KYC, {"documents": {"country": "SE"}})
    path = f"{KYC}/{record['id']}"
    assert (record["status"], record["submittedAt"], record["abilities"]) == ("pending", None, ["update"])
    assert record["documents"] == {"country": "SE", "items": []}
    assert (await person.post(KYC, {}, 409))["rule"] == "one-per-person"
    assert (await person.post(f"{path}/submit", None, 409))["rule"] == "no-documents"
    assert (await organizer.post(f"{path}/approve", None, 409))["rule"] == "not-submitted"

    for name, content, kind in (
        ("pass.pdf", PAPER, "passport"),
        ("face.png", PNG, "other"),
        ("b.heic", HEIC, "id_card"),
    ):
        record = await upload_paper(person, record, file=(name, content, "application/octet-stream"), kind=kind)
    told = [(one["kind"], one["name"], one["size"], one["contentType"]) for one in record["documents"]["items"]]
    assert told == [
        ("passport", "pass.pdf", len(PAPER), "application/pdf"),
        ("other", "face.png", len(PNG), "image/png"),
        ("id_card", "b.heic", len(HEIC), "image/heic"),
    ]
    assert record["documents"]["country"] == "SE"

    submitted = await person.post(f"{path}/submit", None, 200)
    assert submitted["submittedAt"]
    assert (await person.post(f"{path}/submit", None, 409))["rule"] == "submitted"
    queue = await organizer.get(KYC, status="pending", gathering="false")
    assert [one["id"] for one in queue["items"]] == [record["id"]]
    assert queue["items"][0]["abilities"] == ["decide"]

    approved = await organizer.post(f"{path}/approve", None, 200)
    assert (approved["status"], approved["decidedBy"], approved["reason"]) == ("approved", organizer.id, None)
    assert approved["verifiedAt"] == approved["decidedAt"]
    assert (await mails(company, person))[0] == "Your documents were approved"
    document = approved["documents"]["items"][0]["id"]
    for attempt in (
        person.patch(path, {"documents": {}}, 409),
        person.patch(path, {"documents": None}, 409),
        person.delete(f"{path}/documents/{document}", 409),
        person.post(f"{path}/submit", None, 409),
    ):
        assert (await attempt)["rule"] == "approved"
    answer = await person.send("POST", f"{path}/documents", data={"kind": "other"}, files={"file": ("x.png", PNG)})
    assert answer.json()["rule"] == "approved"


async def test_each_step_is_told_in_the_log_with_what_changed_and_never_a_file(company):
    person, organizer = await company.contributor, company.organizer
    record = await hand_in(person)
    path = f"{KYC}/{record['id']}"
    await organizer.post(f"{path}/reject", WHY, 200)
    record = await upload_paper(person, record, file=("two.png", PNG, "image/png"))
    await person.delete(f"{path}/documents/{record['documents']['items'][0]['id']}", 200)
    await person.post(f"{path}/submit", None, 200)
    await organizer.post(f"{path}/request-again", WHY, 200)
    await person.post(f"{path}/submit", None, 200)
    await organizer.get(f"{path}/documents/{record['documents']['items'][1]['id']}")
    await person.get(f"{path}/documents/{record['documents']['items'][1]['id']}")
    await organizer.post(f"{path}/approve", None, 200)
    entries = await log_of(company, record)
    steps = [(one["action"].rpartition(".")[2], one["userId"] == person.id) for one in entries]
    assert steps == [
        ("created", True), ("updated", True), ("submitted", True), ("rejected", False), ("updated", True),
        ("updated", True), ("submitted", True), ("returned", False), ("submitted", True), ("opened", False),
        ("approved", False),
    ]  # fmt: skip
    assert entries[3]["metadata"]["changes"]["status"] == {"before": "pending", "after": "rejected"}
    assert entries[3]["metadata"]["changes"]["reason"] == {"before": None, "after": WHY["reason"]}
    assert entries[9]["metadata"]["documentId"] == record["documents"]["items"][1]["id"]
    assert {one["entityType"] for one in entries} == {"auth.KycData"}
    whole = msgspec.json.encode(entries).decode()
    assert "Catalog" not in whole
    assert company.id + "/" not in whole, "where files rest is nobody's business"
    subjects = await mails(company, person)
    assert subjects[:3] == [
        "Your documents were approved",
        "Please hand in your documents again",
        "Your documents were rejected",
    ]


async def test_only_the_person_and_organizers_of_their_organizations_see_it(company, world):
    person, manager, client = await company.contributor, await company.manager, await company.client
    record = await hand_in(person)
    path = f"{KYC}/{record['id']}"
    document = f"{path}/documents/{record['documents']['items'][0]['id']}"
    stranger = (await world.company()).organizer
    for who in (manager, client, stranger, await company.person("Contributor", "other")):
        for method, address, body in (
            ("GET", path, None), ("PATCH", path, {"status": "approved"}), ("GET", document, None),
            ("DELETE", document, None), ("POST", f"{path}/submit", None), ("POST", f"{path}/approve", None),
            ("POST", f"{path}/reject", WHY), ("POST", f"{path}/request-again", WHY),
        ):  # fmt: skip
            answer = await who.send(method, address, json=body)
            assert answer.status_code == 404, (address, answer.text)
        files = {"file": ("x.png", PNG, "image/png")}
        answer = await who.send("POST", f"{path}/documents", data={"kind": "other"}, files=files)
        assert answer.status_code == 404
        assert (await who.get(KYC, id=record["id"]))["items"] == []
    for who in (person, company.organizer):
        link = await who.get(document)
        opened = await world.http.get(link["url"])
        assert (opened.status_code, opened.content, link["seconds"]) == (200, PAPER, 120)
        assert opened.headers["cache-control"].startswith("private")
    expired = link["url"].replace("expires=", "expires=1")
    assert (await world.http.get(expired)).status_code == 404


async def joined(other, person) -> dict[str, str]:
    """The person joins another company too; the header by which they act there."""
    await other.organizer.post("/api/auth/invitations", {"email": person.email, "roleName": "Contributor"})
    token = await other.world.invitation_token(other.organizer, person.email)
    body = {"token": token, "password": PASSWORD}
    assert (await other.world.http.post("/api/auth/invitations/accept", json=body)).status_code == 200
    return {"X-Organization-Id": other.id}


async def test_the_company_that_it_is_handed_in_to_decides_and_its_log_tells(company, world):
    """Not another one of the person's: they may have founded that themselves."""
    person, other = await company.contributor, await world.company()
    there = await joined(other, person)
    record = await hand_in(person)
    path = f"{KYC}/{record['id']}"
    await other.organizer.get(path, 404)
    assert (await other.organizer.get(KYC))["items"] == []
    await other.organizer.post(f"{path}/approve", None, 404)
    await other.organizer.patch(path, {"status": "approved"}, 404)
    rejected = await company.organizer.post(f"{path}/reject", WHY, 200)
    assert rejected["status"] == "rejected"
    assert (await person.send("GET", path, headers=there)).json()["id"] == record["id"]
    assert [one["action"] for one in await log_of(other, record)] == []
    # Then they hand it in there.
    await person.post(f"{path}/submit", None, 200, **there)
    await company.organizer.get(path, 404)
    await company.organizer.post(f"{path}/approve", None, 404)
    assert (await other.organizer.post(f"{path}/approve", None, 200))["decidedBy"] == other.organizer.id
    steps = [[one["action"].rpartition(".")[2] for one in await log_of(each, record)] for each in (company, other)]
    assert steps == [["created", "updated", "submitted", "rejected"], ["submitted", "approved"]]


async def test_nobody_decides_on_their_own(company):
    organizer = company.organizer
    record = await hand_in(organizer)
    path = f"{KYC}/{record['id']}"
    await organizer.post(f"{path}/approve", None, 403)
    await organizer.post(f"{path}/reject", WHY, 403)
    await organizer.post(f"{path}/request-again", WHY, 403)
    await organizer.patch(path, {"status": "approved"}, 403)
    second = await company.hire("Organizer")
    await second.patch(path, {"documents": {}}, 403)
    await second.post(f"{path}/submit", None, 403)
    assert (await second.post(f"{path}/approve", None, 200))["status"] == "approved"


async def test_a_decision_is_made_once_and_needs_its_reason(company):
    organizer, second = company.organizer, await company.hire("Organizer")
    for _ in range(3):
        record = await hand_in(await company.hire("Contributor"))
        path = f"{KYC}/{record['id']}"
        answers = await asyncio.gather(
            organizer.send("POST", f"{path}/approve"), second.send("POST", f"{path}/reject", json=WHY)
        )
        assert sorted(one.status_code for one in answers) == [200, 409]
        lost = next(one for one in answers if one.status_code == 409)
        assert lost.json()["rule"] == "decided"
    for name, body in (("reject", {}), ("request-again", {}), ("reject", {"reason": "  "}), ("reject", None)):
        answer = await organizer.send("POST", f"{path}/{name}", json=body)
        assert answer.status_code == 400, answer.text
    record = await hand_in(await company.hire("Contributor"))
    path = f"{KYC}/{record['id']}"
    stale = {"If-Match": f'"{record["revision"] - 1}"'}
    answer = await organizer.send("POST", f"{path}/approve", headers=stale)
    assert answer.status_code == 412
    assert (await organizer.patch(path, {"status": "rejected"}, 422))["errors"][0]["field"] == "reason"
    assert (await organizer.patch(path, {"status": "pending"}, 422))["errors"][0]["field"] == "status"
    assert (await organizer.patch(path, {"status": "rejected", **WHY}))["reason"] == WHY["reason"]


async def test_papers_run_out_so_an_organizer_asks_again_knowingly(company):
    person, organizer = await company.contributor, company.organizer
    path = f"{KYC}/{(await hand_in(person))['id']}"
    approved = await organizer.post(f"{path}/approve", None, 200)
    assert (await organizer.post(f"{path}/request-again", WHY, 409))["rule"] == "decided"
    seen = {"If-Match": f'"{approved["revision"]}"'}
    assert (await organizer.post(f"{path}/reject", WHY, 409, **seen))["rule"] == "decided"
    again = await organizer.post(f"{path}/request-again", WHY, 200, **seen)
    assert (again["status"], again["verifiedAt"]) == ("resubmission_requested", None)
    await upload_paper(person, again, file=("new.png", PNG, "image/png"))
    submitted = await person.post(f"{path}/submit", None, 200)
    assert (submitted["status"], submitted["reason"], submitted["decidedBy"]) == ("pending", None, None)


async def test_what_changes_after_handing_in_has_to_be_handed_in_again(company):
    person, organizer = await company.contributor, company.organizer
    record = await hand_in(person)
    path = f"{KYC}/{record['id']}"
    changed = await upload_paper(person, record, file=("more.png", PNG, "image/png"))
    assert changed["submittedAt"] is None
    assert (await organizer.post(f"{path}/approve", None, 409))["rule"] == "not-submitted"


async def test_patch_keeps_files_that_were_uploaded_and_takes_no_others(company):
    person = await company.contributor
    record = await upload_paper(person, await person.post(KYC, {}))
    record = await upload_paper(person, record, file=("two.png", PNG, "image/png"))
    path, (one, two) = f"{KYC}/{record['id']}", record["documents"]["items"]
    forged = {**one, "id": "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68", "fileKey": "x/y"}
    for items, field in (
        ([forged], "documents.items[0].id"), ([one, one], "documents.items[1].id"), ([5], "documents.items[0].id"),
        ("all", "documents.items"),
    ):  # fmt: skip
        assert (await person.patch(path, {"documents": {"items": items}}, 422))["errors"][0]["field"] == field
    other = await company.hire("Contributor")
    assert (await other.post(KYC, {"documents": {"items": [one]}}, 422))["errors"][0]["field"] == "documents.items"
    told = await person.patch(path, {"documents": {"number": "C01X", "items": [{"id": two["id"], "name": "renamed"}]}})
    assert told["documents"] == {"number": "C01X", "items": [two]}
    assert (await person.patch(path, {"documents": {"number": "D02"}}))["documents"] == {
        "number": "D02",
        "items": [two],
    }
    assert (await person.patch(path, {"documents": None}))["documents"] is None
    await person.get(f"{path}/documents/{two['id']}", 404)
    assert (await person.patch(path, {"reason": "x"}, 422))["errors"][0]["field"] == "reason"
    await person.patch(path, {"documents": {}, "status": "approved"}, 403)


async def test_files_are_taken_by_what_is_in_them_and_no_more_than_ten(company):
    person = await company.contributor
    record = await person.post(KYC, {})
    path = f"{KYC}/{record['id']}/documents"
    for name, content, status in (
        ("a.pdf", b"<!doctype html><script>alert(1)</script>", 422), ("b.png", b"MZ" + bytes(50), 422),
        ("c.pdf", b"", 422), ("d.zip", b"PK\x03\x04" + bytes(50), 422), ("e.svg", b"<svg xmlns='x'/>", 422),
        ("f.pdf", PAPER + bytes(kyc.LARGEST_BYTES), 413),
    ):  # fmt: skip
        answer = await person.send("POST", path, data={"kind": "other"}, files={"file": (name, content)})
        assert answer.status_code == status, (name, answer.text)
        assert answer.json()["errors"][0]["field"] == "file"
    for data in ({}, {"kind": "library_card"}, {"kind": "other", "surprise": "1"}):
        answer = await person.send("POST", path, data=data, files={"file": ("x.png", PNG)})
        assert answer.status_code == 400, answer.text
    assert (await person.get(f"{KYC}/{record['id']}"))["documents"] is None
    answers = await asyncio.gather(
        *(person.send("POST", path, data={"kind": "other"}, files={"file": ("x.png", PNG)}) for _ in range(12))
    )
    assert sorted(one.status_code for one in answers) == [201] * 10 + [409] * 2
    assert stored(company) == 10, "what was refused is gone"


async def test_a_file_that_is_taken_away_is_gone_from_the_store(company, world):
    person = await company.contributor
    record = await hand_in(person)
    document = record["documents"]["items"][0]["id"]
    assert stored(company) == 1
    await person.delete(f"{KYC}/{record['id']}/documents/{document}", 200)
    await world.run_jobs()
    assert stored(company) == 0
    await person.get(f"{KYC}/{record['id']}/documents/{document}", 404)
    await person.delete(f"{KYC}/{record['id']}/documents/{document}", 404)


async def purge(world, days: int) -> None:
    """The scheduled job, with that setting."""
    runtime = world.runtime
    kept = msgspec.structs.replace(runtime, settings=msgspec.structs.replace(runtime.settings, kyc_kept_days=days))
    run = JobRun(id=UUID(int=1), name="", attempt=1, organization_id=None, worker_id=UUID(int=1), context=kept)
    await kyc.purge.handler(Nothing(), run)
    await world.run_jobs()


async def test_files_are_kept_as_long_as_is_set(company, world, monkeypatch):
    organizer = company.organizer
    decided, waiting, gone = [await company.hire("Contributor") for _ in range(3)]
    records = [await hand_in(one) for one in (decided, waiting, gone)]
    for record in (records[0], records[2]):
        await organizer.post(f"{KYC}/{record['id']}/approve", None, 200)
    member = (await organizer.get("/api/auth/organization-members", userId=gone.id))["items"][0]
    await organizer.delete(f"/api/auth/organization-members/{member['id']}")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=20))
    for days, left in ((0, 3), (30, 3), (10, 1)):
        await purge(world, days)
        assert stored(company) == left
    monkeypatch.undo()
    purged = await organizer.get(f"{KYC}/{records[0]['id']}")
    assert (purged["status"], purged["documents"]) == ("approved", None)
    assert purged["purgedAt"]
    assert (await organizer.get(f"{KYC}/{records[1]['id']}"))["documents"]["items"]
    last = (await log_of(company, records[0]))[-1]
    assert (last["action"], last["userId"]) == ("auth.kyc_data.purged", None)


async def test_what_is_gathered_anew_is_kept_from_its_last_change(company, world, monkeypatch):
    """The old decision was on other papers; what nobody hands in is not kept for ever either."""
    person = await company.contributor
    record = await hand_in(person)
    path = f"{KYC}/{record['id']}"
    await company.organizer.post(f"{path}/reject", WHY, 200)
    gathered = await company.hire("Contributor")
    told = await gathered.post(KYC, {"documents": {"number": "C01X"}})
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute(
            "UPDATE auth.kyc_data SET decided_at = now() - interval '20 days' WHERE id = $1", UUID(record["id"])
        )
    await person.patch(path, {"documents": {"number": "D02"}})
    await purge(world, 10)
    assert (await person.get(path))["documents"]["number"] == "D02"
    assert stored(company) == 1
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    await purge(world, 10)
    monkeypatch.undo()
    assert (await person.get(path))["documents"] is None
    assert (await gathered.get(f"{KYC}/{told['id']}"))["documents"] is None
    assert stored(company) == 0


async def test_who_deletes_their_account_leaves_no_papers_and_the_log_none_of_what_they_told(company, world):
    person = await company.contributor
    record = await person.post(KYC, {"documents": {"number": "VERY-SECRET-1"}})
    await upload_paper(person, record)
    await person.patch(f"{KYC}/{record['id']}", {"documents": {"number": "VERY-SECRET-2"}})
    assert stored(company) == 1
    await person.delete(f"/api/auth/users/{person.id}")
    await world.run_jobs()
    assert stored(company) == 0
    entries = await log_of(company, record)
    assert [one["action"].rpartition(".")[2] for one in entries] == ["created", "updated", "updated", "purged"]
    assert entries[0]["metadata"]["changes"]["documents"] == {}
    assert "VERY-SECRET" not in msgspec.json.encode(entries).decode()
    async with world.runtime.database.read(System("test")) as tx:
        kept = await tx.connection.fetchrow("SELECT * FROM auth.kyc_data WHERE id = $1", UUID(record["id"]))
    assert (kept["documents"], kept["reason"]) == (None, None)
