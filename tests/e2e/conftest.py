"""One system and one browser for the browser tests of a process; people of its own for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Error, Playwright, async_playwright, expect

from tests.e2e.people import Town, Windows
from tests.e2e.system import chromium, running_system

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    with running_system() as address:
        yield address


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    try:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
    except Error as error:
        pytest.skip(f"browser tests did not run: there is no Chromium ({error.message.splitlines()[0]})")
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, url: str) -> Windows:
    return Windows(browser, url)


@pytest.fixture
async def town(playwright: Playwright, windows: Windows) -> AsyncIterator[Town]:
    town = Town(playwright, windows)
    yield town
    await town.go_home()
