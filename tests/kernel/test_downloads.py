"""Files by signed link: whoever has a good one has the file, nobody else, and only as long as it is good."""

from datetime import timedelta
from uuid import UUID

from tests.world import World
from vistone.kernel import clock
from vistone.kernel.files import Link, StoredFile, sign_link
from vistone.kernel.startup import FILE_LINKS

CONTENT = b"<script>alert(1)</script>" * 1000


async def stored(world: World, content: bytes, name: str) -> StoredFile:
    company = await world.company()
    return await world.runtime.files.store(content, organization_id=UUID(company.id), name=name, max_bytes=10**6)


async def test_a_link_gives_the_file_and_never_runs_it(world: World) -> None:
    link = await world.runtime.files.link(await stored(world, CONTENT, "page.html"))
    answer = await world.http.get(link)
    assert answer.status_code == 200
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="page.html"')
    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'; sandbox"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers.get_list("cache-control") == ["private, max-age=300"]


async def test_a_part_of_a_file(world: World) -> None:
    link = await world.runtime.files.link(await stored(world, CONTENT, "page.html"))
    answer = await world.http.get(link, headers={"Range": "bytes=1-6"})
    assert (answer.status_code, answer.content) == (206, b"script")
    assert answer.headers["content-range"] == f"bytes 1-6/{len(CONTENT)}"
    assert (await world.http.get(link, headers={"Range": "bytes=99999999-"})).status_code == 416


async def test_a_link_that_is_not_ours_or_old_gives_nothing(world: World) -> None:
    file = await stored(world, CONTENT, "page.html")
    link = await world.runtime.files.link(file)
    assert (await world.http.get(link.replace("page.html", "other.html"))).status_code == 404
    assert (await world.http.get(link.split("?")[0])).status_code == 404
    assert (await world.http.get(link.replace(file.key[-4:], "0000"))).status_code == 404
    told = Link(file.key, file.name, file.content_type, inline=False)
    secret = world.runtime.seal.key(FILE_LINKS)
    old = sign_link(secret, told, clock.now() - timedelta(seconds=1))
    assert (await world.http.get(old)).status_code == 403
    await world.runtime.files.delete(file.key)
    gone = await world.http.get(link)
    assert gone.status_code == 404
    assert gone.headers["content-type"] == "application/problem+json"
