"""Files: taken in whole or not at all, typed by content, named harmlessly, handed out by links that cannot be bent."""

import asyncio
import hashlib
import io
import os
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vistone.kernel import clock
from vistone.kernel.errors import Forbidden, Invalid, NotFound, TooLarge
from vistone.kernel.files import (
    ACTIVE_TYPES,
    INLINE_TYPES,
    Files,
    Link,
    StoredFile,
    UnsatisfiableRange,
    clean_name,
    disposition,
    parse_range,
    read_link,
    response_headers,
    sign_link,
    sniff,
)
from vistone.kernel.files.sniff import decide
from vistone.kernel.ids import new_id

SECRET = b"s" * 32
ORGANIZATION = UUID("01890000-0000-7000-8000-000000000001")  # fixed: it stands in the names of tests
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
OFFICE = "application/vnd.openxmlformats-officedocument."


def zipped(*names: str, first: tuple[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first:
            file.writestr(*first)
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


SAMPLES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + b"\0" * 30,
    "image/gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "image/avif": b"\0\0\0\x18ftypavif\0\0\0\0",
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0",
    "video/mp4": b"\0\0\0\x18ftypmp42\0\0\0\0",
    "audio/mpeg": b"ID3\x03\0\0\0\0\0\0",
    "audio/ogg": b"OggS\0\2" + b"\0" * 30,
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\n",
    "application/zip": zipped("a.txt"),
    f"{OFFICE}wordprocessingml.document": zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    f"{OFFICE}spreadsheetml.sheet": zipped("[Content_Types].xml", "xl/workbook.xml"),
    f"{OFFICE}presentationml.presentation": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "application/vnd.oasis.opendocument.text": zipped(
        "content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text")
    ),
    "application/gzip": b"\x1f\x8b\x08\0\0\0\0\0",
    "application/vnd.microsoft.portable-executable": b"MZ\x90\0\3\0\0\0",
    "application/x-executable": b"\x7fELF\2\1\1" + b"\0" * 30,
    "image/svg+xml": b'<?xml version="1.0"?><!-- --><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "text/html": b"  \n<ScRiPt>alert(1)</script>",
    "application/xml": b'<?xml version="1.0"?><rss/>',
    "text/plain": "héllo wörld, 1 < 2\n".encode(),
    "application/octet-stream": bytes(range(256)),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_content_says_what_a_file_is(kind: str) -> None:
    assert sniff(SAMPLES[kind]) == kind
    assert decide(SAMPLES[kind], None, "x") == kind


@pytest.mark.parametrize(
    ("content", "claimed", "name", "kept"),
    [
        (PNG, "image/png", "a.png", "image/png"),
        (PNG, "IMAGE/PNG; q=1", "a.png", "image/png"),
        (PNG, "application/octet-stream", "a.png", "image/png"),
        (PNG, "image/jpeg", "a.jpg", None),
        (PNG, "text/html", "a.html", None),
        (SAMPLES["text/html"], "image/png", "a.png", None),
        (SAMPLES["text/html"], "text/html", "a.html", "text/html"),
        (SAMPLES["text/html"], "text/csv", "a.csv", "text/csv"),
        (SAMPLES["text/html"], None, "a", "text/html"),
        (SAMPLES["image/svg+xml"], "image/svg+xml", "a.svg", "image/svg+xml"),
        (SAMPLES["text/plain"], "image/svg+xml", "a.svg", None),
        (SAMPLES["text/plain"], "application/vnd.ms-excel", "a.csv", "text/csv"),
        (SAMPLES["text/plain"], "application/vnd.ms-excel", "a.xls", None),
        (SAMPLES["text/plain"], "text/x-python", "a.py", "text/plain"),
        (SAMPLES["text/plain"], "application/pdf", "a.pdf", None),
        (SAMPLES["text/plain"], None, "a.md", "text/markdown"),
        (b'{"a": 1}', "application/json", "a.json", "application/json"),
        ("a;b\nä;1\n".encode("cp1252"), "text/csv", "a.csv", "text/csv"),
        ("héllo".encode("utf-16"), None, "a.txt", "text/plain"),
        (b"text\0with a zero", "text/plain", "a.txt", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "a.doc", "application/msword"),
        (SAMPLES["application/zip"], f"{OFFICE}spreadsheetml.sheet", "a.xlsx", f"{OFFICE}spreadsheetml.sheet"),
        (SAMPLES["application/zip"], "application/java-archive", "a.jar", "application/zip"),
        (SAMPLES["application/zip"], "image/png", "a.png", None),
        (SAMPLES["video/mp4"], "audio/mp4", "a.m4a", "video/mp4"),
        (b"MZ\x90\0\3\0\0\0", "image/png", "a.png", None),
        (b"GIF89a/*<script>*/=1;alert(1)", "application/javascript", "a.js", None),
    ],
)
def test_a_claim_is_held_against_the_content(content: bytes, claimed: str | None, name: str, kept: str | None) -> None:
    assert decide(content, claimed, name) == kept


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        ("gpj.\u202eexe.photo", "gpj.exe.photo"),
        ("a\0b\r\nc\x7f.txt", "ab  c.txt"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ('a<b>"c"|?.txt', "a_b__c___.txt"),
        ("Übersicht 2026 ✓.csv", "Übersicht 2026 ✓.csv"),
        ("e\u0301.txt", "é.txt"),
        ("\u0645\u06cc\u200c\u062e.txt", "\u0645\u06cc\u200c\u062e.txt"),
        ("\ud800.txt", "txt"),
        ("a.txt. . ", "a.txt"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(st.characters(exclude_categories=[]), max_size=400))
def test_a_clean_name_is_harmless_and_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean.encode()) <= 200
    assert not set(clean) & set('/\\\0\r\n\u202e\u2066"<>')
    assert clean not in {".", ".."}
    assert clean_name(clean) == clean
    header = disposition(clean, inline=False)
    assert header.isascii()
    assert header.isprintable()


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None), ("bytes=0-0", (0, 1)), ("bytes=5-", (5, 10)), ("bytes=-3", (7, 10)), ("bytes=-99", (0, 10)),
        ("bytes=2-99", (2, 10)), ("bytes=0-1,3-4", None), ("lines=1-2", None), ("bytes=5-2", None), ("bytes=-", None),
        ("bytes=٣-", None),
    ],
)  # fmt: skip
def test_ranges(header: str | None, part: tuple[int, int] | None) -> None:
    assert parse_range(header, 10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_outside_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableRange) as caught:
        parse_range(header, 10)
    assert caught.value.headers == {"Content-Range": "bytes */10"}


@pytest.fixture(params=["file", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files(f"file://{tmp_path}/files" if request.param == "file" else "memory:///", SECRET)


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def pieces(total: int, size: int = 100_000, head: bytes = b"") -> AsyncIterator[bytes]:
    yield head
    for start in range(0, total - len(head), size):
        yield b"x" * min(size, total - len(head) - start)


async def body(files: Files, key: str, header: str | None = None) -> bytes:
    opened = await files.open(key, header)
    data = b"".join([chunk async for chunk in opened.chunks])
    assert len(data) == opened.end - opened.start
    return data


@pytest.mark.asyncio
async def test_a_file_comes_back_as_it_was(files: Files) -> None:
    total = 12 * 1024 * 1024 + 7
    stored = await files.store(
        pieces(total, head=PNG),
        organization_id=ORGANIZATION,
        name="../ä\u202e.png",
        max_bytes=total,
        claimed="image/png",
    )
    expected = PNG + b"x" * (total - len(PNG))
    assert stored == StoredFile(stored.key, "ä.png", total, "image/png", hashlib.sha256(expected).hexdigest())
    assert stored.key.startswith(f"{ORGANIZATION}/")
    assert await body(files, stored.key) == expected
    assert await body(files, stored.key, "bytes=0-7") == PNG[:8]
    assert await body(files, stored.key, "bytes=-5") == b"xxxxx"
    with pytest.raises(UnsatisfiableRange):
        await files.open(stored.key, f"bytes={total}-")
    await files.delete(stored.key)
    await files.delete(stored.key)
    with pytest.raises(NotFound):
        await files.open(stored.key)


@pytest.mark.asyncio
async def test_small_ones_too(files: Files) -> None:
    stored = await files.store(b"a", organization_id=ORGANIZATION, name="a.txt", max_bytes=1)
    assert (await body(files, stored.key), stored.size, stored.content_type) == (b"a", 1, "text/plain")


class InterruptedUploadError(Exception):
    pass


async def interrupted(after: int) -> AsyncIterator[bytes]:
    async for piece in pieces(after):
        yield piece
    raise InterruptedUploadError


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [1000, 6_000_000, 12_000_000])
async def test_nothing_stays_of_an_upload_that_fails(tmp_path: Path, size: int) -> None:
    files = Files(f"file://{tmp_path}", SECRET)
    with pytest.raises(InterruptedUploadError):
        await files.store(interrupted(size), organization_id=ORGANIZATION, name="a.txt", max_bytes=10**8)
    with pytest.raises(TooLarge):
        await files.store(pieces(size), organization_id=ORGANIZATION, name="a.txt", max_bytes=size - 1)
    with pytest.raises(Invalid, match="empty"):
        await files.store(b"", organization_id=ORGANIZATION, name="a.txt", max_bytes=10)
    with pytest.raises(Invalid, match="called image/png") as caught:
        await files.store(pieces(size), organization_id=ORGANIZATION, name="a.png", max_bytes=size, claimed="image/png")
    assert caught.value.errors[0].field == "file"
    with pytest.raises(Invalid, match="these are: image/png"):
        await files.store(
            pieces(size), organization_id=ORGANIZATION, name="a", max_bytes=size, allowed=["image/png"], field="avatar"
        )
    assert leftovers(tmp_path) == []


@pytest.mark.asyncio
async def test_nothing_stays_of_an_upload_that_is_cancelled(tmp_path: Path) -> None:
    async def hanging() -> AsyncIterator[bytes]:
        async for piece in pieces(12_000_000):
            yield piece
        await asyncio.sleep(60)

    files = Files(f"file://{tmp_path}", SECRET)
    task = asyncio.create_task(files.store(hanging(), organization_id=ORGANIZATION, name="a.txt", max_bytes=10**8))
    await asyncio.sleep(0.5)
    assert leftovers(tmp_path) != []
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for _ in range(50):
        if not leftovers(tmp_path):
            break
        await asyncio.sleep(0.02)
    assert leftovers(tmp_path) == []


@pytest.mark.asyncio
async def test_what_killed_uploads_leave_is_swept_after_a_day(tmp_path: Path) -> None:
    files = Files(f"file://{tmp_path}", SECRET)
    kept = await files.store(b"a", organization_id=ORGANIZATION, name="a.txt", max_bytes=10)
    old, new = (tmp_path / f"{ORGANIZATION}/{new_id()}#1" for _ in range(2))
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert files.sweep() == 1
    assert leftovers(tmp_path) == sorted([tmp_path / kept.key, new], key=lambda p: leftovers(tmp_path).index(p))
    assert Files("memory:///", SECRET).sweep() == 0


@pytest.mark.asyncio
@pytest.mark.parametrize("key", ["", "../x", f"{ORGANIZATION}/../../etc/passwd", f"{ORGANIZATION}/x", "/etc/passwd"])
async def test_no_key_leads_elsewhere(files: Files, key: str) -> None:
    with pytest.raises(NotFound):
        await files.open(key)
    with pytest.raises(NotFound):
        await files.delete(key)
    with pytest.raises(NotFound):
        await files.link(StoredFile(key, "a", 1, "text/plain", ""))


@pytest.mark.asyncio
async def test_a_link_opens_its_file_and_nothing_else(files: Files) -> None:
    stored = await files.store(PNG, organization_id=ORGANIZATION, name='ä "b".png', max_bytes=100)
    url = urlsplit(await files.link(stored, seconds=60))
    key = url.path.removeprefix("/files/")
    query = dict(parse_qsl(url.query))
    link = read_link(SECRET, key, query, clock.now())
    assert link == Link(stored.key, "ä _b_.png", "image/png", inline=True)
    with pytest.raises(Forbidden, match="no longer good"):
        read_link(SECRET, key, query, clock.now() + timedelta(seconds=61))
    changes = {"expires": "99999999999", "name": "b.html", "type": "text/html", "inline": "0", "signature": "ä"}
    for field, value in changes.items():
        for bent in ({**query, field: value}, {k: v for k, v in query.items() if k != field}):
            with pytest.raises(NotFound):
                read_link(SECRET, key, bent, clock.now())
    with pytest.raises(NotFound):
        read_link(SECRET, f"{ORGANIZATION}/{new_id()}", query, clock.now())
    with pytest.raises(NotFound):
        read_link(b"t" * 32, key, query, clock.now())
    headers = response_headers(link, await files.open(stored.key, "bytes=0-3"))
    assert headers["Content-Disposition"] == "inline; filename=\"_ _b_.png\"; filename*=UTF-8''%C3%A4%20_b_.png"
    assert headers["Content-Range"] == f"bytes 0-3/{len(PNG)}"
    assert headers["Content-Length"] == "4"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", sorted(ACTIVE_TYPES))
async def test_what_could_run_is_an_attachment_even_when_a_link_says_otherwise(files: Files, kind: str) -> None:
    assert kind not in INLINE_TYPES
    stored = await files.store(SAMPLES[kind], organization_id=ORGANIZATION, name="a", max_bytes=1000, claimed=kind)
    assert stored.content_type == kind
    assert parse_qs(urlsplit(await files.link(stored)).query)["inline"] == ["0"]
    forced = Link(stored.key, "a", kind, inline=True)
    signed = urlsplit(sign_link(SECRET, forced, clock.now() + timedelta(seconds=9)))
    link = read_link(SECRET, stored.key, dict(parse_qsl(signed.query)), clock.now())
    assert response_headers(link, await files.open(stored.key))["Content-Disposition"].startswith("attachment")


@pytest.mark.asyncio
async def test_object_storage_signs_its_own_links(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1"
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    files = Files("s3://bucket/vistone", SECRET)
    stored = StoredFile(f"{ORGANIZATION}/{new_id()}", "a.png", 1, "image/png", "")
    url = urlsplit(await files.link(stored, seconds=60))
    assert url.path.endswith(f"/vistone/{stored.key}")
    assert parse_qs(url.query)["X-Amz-Expires"] == ["60"]
    assert "X-Amz-Signature" in parse_qs(url.query)


@pytest.mark.parametrize("url", ["", "ftp://x", "files", "s3://", "file://host/x", "http://x/y"])
def test_a_store_that_is_none_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="files_url"):
        Files(url, SECRET)


def test_links_survive_odd_names() -> None:
    link = Link("k", "a&b=c d/ü\u200c.txt", "text/plain", inline=False)
    query = dict(parse_qsl(urlsplit(sign_link(SECRET, link, clock.now() + timedelta(seconds=5))).query))
    assert read_link(SECRET, "k", dict(parse_qsl(urlencode(query))), clock.now()) == link
