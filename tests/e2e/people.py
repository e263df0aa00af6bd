"""People at their browsers: each has an account, an API of their own to prepare things with, and windows."""

import re
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from playwright.async_api import APIRequestContext, APIResponse, Browser, BrowserContext, Page, Playwright

PASSWORD = "a quiet harbour at dawn"
SIZES = {"wide": (1440, 900), "middle": (1024, 768), "phone": (390, 844)}
Theme = Literal["light", "dark"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """What a window is made for and keeps for its life."""

    size: str = "wide"
    theme: Theme = "light"
    locale: str = "en-GB"


class Windows:
    """Browser contexts that the tests of a run take turns with.

    To make one costs Chromium more than to load the app. Between two tests it loses all that a test could leave there:
    cookies, storage, pages, routes, permissions. Only the files of the app stay in its cache.
    """

    KEPT = 4

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self._free: list[tuple[Look, BrowserContext]] = []
        self._taken: list[tuple[Look, BrowserContext]] = []

    async def open(self, look: Look, api: APIRequestContext | None = None) -> Page:
        """An empty page, in a context of its own; with whom `api` is signed in as."""
        taken = next((one for one in self._free if one[0] == look), None)
        if taken:
            self._free.remove(taken)
        else:
            taken = (look, await self._make(look))
        self._taken.append(taken)
        context = taken[1]
        if api:
            await context.add_cookies((await api.storage_state())["cookies"])  # type: ignore[arg-type]  # playwright types what it gives and what it takes apart
        return context.pages[0]

    async def _make(self, look: Look) -> BrowserContext:
        width, height = SIZES[look.size]
        context = await self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            color_scheme=look.theme,
            locale=look.locale,
            has_touch=look.size == "phone",
            is_mobile=look.size == "phone",
            reduced_motion="reduce",
        )
        await context.new_page()
        return context

    async def give_back(self) -> None:
        """After a test: every context as good as new."""
        for look, context in self._taken:
            used = list(context.pages)
            blank = await context.new_page()
            for page in used:
                await page.close()
            await context.clear_cookies()
            await context.clear_permissions()
            await context.unroute_all()
            await context.set_offline(False)
            debugger = await context.new_cdp_session(blank)
            await debugger.send("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": "all"})
            await debugger.detach()
            self._free.append((look, context))
        self._taken.clear()
        for _, context in self._free[: -self.KEPT]:
            await context.close()
        del self._free[: -self.KEPT]


class Person:
    """Someone who is signed in. `api_*` prepares; what a test is about is done in a window."""

    def __init__(self, windows: Windows, api: APIRequestContext, email: str, slug: str) -> None:
        self.windows = windows
        self.api = api
        self.email = email
        self.slug = slug

    async def _headers(self) -> dict[str, str]:
        cookies = (await self.api.storage_state())["cookies"]
        csrf = next((cookie["value"] for cookie in cookies if cookie["name"].endswith("vistone-csrf")), "")
        return {"X-Vistone-Client": "web", "X-CSRF-Token": csrf}

    async def api_get(self, path: str, **query: str | float | bool) -> Any:
        answer = await self.api.get(path, params=query, headers=await self._headers())
        return await _body(answer)

    async def api_post(self, path: str, body: Json) -> Any:
        answer = await self.api.post(path, data=body, headers=await self._headers())
        return await _body(answer)

    async def api_patch(self, path: str, body: Json) -> Any:
        answer = await self.api.patch(path, data=body, headers=await self._headers())
        return await _body(answer)

    async def api_put(self, path: str, body: Json) -> Any:
        answer = await self.api.put(path, data=body, headers=await self._headers())
        return await _body(answer)

    async def api_delete(self, path: str) -> None:
        await _body(await self.api.delete(path, headers=await self._headers()))

    async def id(self) -> str:
        """Their user id."""
        return str((await self.api_get("/api/auth/me"))["user"]["id"])

    async def project(self, name: str = "Harbour Museum", **fields: Any) -> Json:
        made: Json = await self.api_post("/api/project/projects", {"name": name, **fields})
        return made

    async def task(self, project: Json, title: str, **fields: Any) -> Json:
        made: Json = await self.api_post("/api/project/tasks", {"projectId": project["id"], "title": title, **fields})
        return made

    async def window(
        self, path: str = "/projects", size: str = "wide", theme: Theme = "light", locale: str = "en-GB"
    ) -> Page:
        """A fresh window at a path of the person's organization."""
        page = await self.windows.open(Look(size, theme, locale), self.api)
        await page.goto(f"/o/{self.slug}{path}")
        return page

    async def leave(self) -> None:
        await self.api.dispose()


async def _body(answer: APIResponse) -> Any:
    assert answer.ok, f"{answer.status} {answer.url}: {await answer.text()}"
    return await answer.json() if answer.status != 204 else None


class Town:
    """Makes people. Every organizer has an organization of their own, so that tests do not see each other."""

    def __init__(self, playwright: Playwright, windows: Windows) -> None:
        self.playwright = playwright
        self.windows = windows
        self.url = windows.url
        self.people: list[Person] = []

    async def organizer(self, organization: str = "Northlight Studio", first: str = "Mara") -> Person:
        """Registers a new organization with a first person."""
        api = await self.playwright.request.new_context(base_url=self.url)
        email = f"{first.lower()}.{secrets.token_hex(5)}@example.com"
        answer = await api.post(
            "/api/auth/register",
            headers={"X-Vistone-Client": "web"},
            data={
                "email": email,
                "password": PASSWORD,
                "firstName": first,
                "lastName": "Lindqvist",
                "organizationName": organization,
            },
        )
        body = await _body(answer)
        person = Person(self.windows, api, email, body["organization"]["slug"])
        self.people.append(person)
        return person

    async def colleague(self, host: Person, role: str = "Contributor", first: str = "Jonas") -> Person:
        """Invites a new person into the host's organization; they accept."""
        api = await self.playwright.request.new_context(base_url=self.url)
        email = f"{first.lower()}.{secrets.token_hex(5)}@example.com"
        await host.api_post("/api/auth/invitations", {"email": email, "roleName": role})
        mails = await host.api_get("/api/auth/outbox-mails", toAddress=email)
        token = re.search(r"token=([\w.~-]+)", mails["items"][0]["text"])
        assert token, mails["items"][0]["text"]
        answer = await api.post(
            "/api/auth/invitations/accept",
            headers={"X-Vistone-Client": "web"},
            data={"token": token.group(1), "password": PASSWORD, "firstName": first, "lastName": "Weber"},
        )
        body = await _body(answer)
        person = Person(self.windows, api, email, body["organization"]["slug"])
        self.people.append(person)
        return person

    async def stranger(self, path: str, theme: Theme = "light", size: str = "wide") -> Page:
        """A window of someone who is not signed in."""
        page = await self.windows.open(Look(size, theme))
        await page.goto(path)
        return page

    async def go_home(self) -> None:
        for person in self.people:
            await person.leave()
        await self.windows.give_back()
