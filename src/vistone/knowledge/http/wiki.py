"""The wiki over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.knowledge import queries
from vistone.knowledge.actions import wiki as actions
from vistone.knowledge.contracts import WikiPage, WikiPageVersion
from vistone.knowledge.schemas import WikiPageCreate, WikiPagePatch


class WikiPageController(Controller):
    """Pages of the wiki."""

    path = "/api/knowledge/wiki-pages"
    tags = ("knowledge",)

    @get(opt=lists(queries.PAGES))
    async def list_wiki_pages(self, call: Call) -> Page[WikiPage]:
        """Wiki pages that you may see."""
        return await call.page(queries.PAGES)

    @post()
    async def create_wiki_page(self, call: Call, data: JSONBody[WikiPageCreate]) -> WikiPage:
        """Adds a wiki page."""
        return await call.write(actions.create_page, data)

    @get("/{id:uuid}")
    async def get_wiki_page(self, call: Call, id: FromPath[UUID]) -> WikiPage:
        """One wiki page."""
        return await call.get(queries.PAGES, id)

    @patch("/{id:uuid}")
    async def update_wiki_page(self, call: Call, id: FromPath[UUID], data: JSONBody[WikiPagePatch]) -> WikiPage:
        """Changes a wiki page; fields left out stay as they are."""
        return await call.write(actions.update_page, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_wiki_page(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a wiki page."""
        await call.write(actions.delete_page, id, call.if_match)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_wiki_page(self, call: Call, id: FromPath[UUID]) -> WikiPage:
        """Takes a deleted wiki page back."""
        return await call.write(actions.restore_page, id)


class WikiPageVersionController(Controller):
    """What the pages were before."""

    path = "/api/knowledge/wiki-page-versions"
    tags = ("knowledge",)

    @get(opt=lists(queries.VERSIONS))
    async def list_wiki_page_versions(self, call: Call) -> Page[WikiPageVersion]:
        """Versions of pages that you may see."""
        return await call.page(queries.VERSIONS)

    @get("/{id:uuid}")
    async def get_wiki_page_version(self, call: Call, id: FromPath[UUID]) -> WikiPageVersion:
        """One version of a page."""
        return await call.get(queries.VERSIONS, id)
