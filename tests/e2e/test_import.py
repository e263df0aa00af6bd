"""Bringing a backlog."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.axe import findings
from tests.e2e.people import Town

pytestmark = pytest.mark.browser

BACKLOG = (
    "issuekey,title,description,storypoint,split_mark\n"
    'DEMO-1,Print the tickets,"With, commas and ""quotes""",2,train\n'
    "DEMO-2,Sell the tickets,<p>HTML</p>,3,train\n"
    "DEMO-3,,no title,1,train\n"
    "DEMO-4,Check the tickets,,5,train\n"
)


async def test_checks_a_file_then_imports_it(town: Town, tmp_path: Path):
    mara = await town.organizer()
    file = tmp_path / "backlog.csv"
    file.write_text(BACKLOG)
    page = await mara.window()
    await page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Into project").fill("Box office")
    await dialog.get_by_label("Choose a file or drop it here").set_input_files(file)
    await dialog.get_by_role("button", name="Check the file").click()
    await expect(dialog.get_by_text("Nothing has been changed yet")).to_be_visible(timeout=30_000)
    await expect(dialog.get_by_text("1 column is not taken over")).to_be_visible()
    await expect(dialog.get_by_text("split_mark")).to_be_visible()
    await expect(dialog.get_by_role("table")).to_contain_text("title", ignore_case=True)
    await dialog.get_by_role("button", name="Import 3 tasks").click()
    await expect(dialog.get_by_text("The import is done")).to_be_visible(timeout=30_000)
    await dialog.get_by_role("button", name="Show the tasks").click()
    await expect(page).to_have_url(re.compile(r"/projects/[0-9a-f-]{36}"))
    await expect(page.locator("[data-card]")).to_have_count(3)
    await expect(page.get_by_text("DEMO-2")).to_be_visible()


async def test_a_table_in_other_letters_and_the_report_of_an_earlier_import(town: Town, tmp_path: Path):
    mara = await town.organizer()
    file = tmp_path / "kunden.csv"
    file.write_bytes("key;title;due date\n1;Müller anrufen;bald\n2;Größe messen;2027-01-05\n".encode("cp1252"))
    page = await mara.window()
    await page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Choose a file or drop it here").set_input_files(file)
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Letters of the file").click()
    await page.get_by_role("option", name="Western Europe (Windows-1252)").click()
    await expect(dialog.get_by_text("2 rows")).to_be_visible(timeout=30_000)
    await expect(dialog.get_by_role("table")).to_contain_text("'bald' is no date")
    assert await findings(page) == []
    await dialog.get_by_label("Into project").fill("Kunden")
    await dialog.get_by_role("button", name="Check the file").click()
    await dialog.get_by_role("button", name="Import 2 tasks").click(timeout=30_000)
    await expect(dialog.get_by_text("The import is done")).to_be_visible(timeout=30_000)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Import", exact=True).click()
    await dialog.get_by_role("button", name=re.compile(r"kunden\.csv.*2 tasks")).click()
    await expect(dialog.get_by_role("table")).to_contain_text("'bald' is no date")
    await dialog.get_by_role("button", name="Show the tasks").click()
    await expect(page.get_by_text("Müller anrufen")).to_be_visible()


TABLE = "Was;Wer;Bis;Farbe\nBauen;;2027-01-05;rot\nMalen;;bald;blau\n;;;gelb\n"


async def test_says_what_the_columns_of_any_table_are(town: Town, tmp_path: Path):
    mara = await town.organizer()
    file = tmp_path / "umbau.csv"
    file.write_text(TABLE)
    page = await mara.window()
    await page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Choose a file or drop it here").set_input_files(file)
    await expect(dialog.get_by_text("3 rows")).to_be_visible(timeout=30_000)
    await dialog.get_by_label("Into project").fill("Umbau")
    await expect(dialog.get_by_role("button", name="Check the file")).to_be_disabled()
    for column, field in (("Was", "Title"), ("Bis", "Due"), ("Farbe", "Custom field “Farbe”")):
        await dialog.get_by_label(column, exact=True).click()
        await page.get_by_role("option", name=field, exact=True).click()
    await dialog.get_by_role("button", name="Check the file").click()
    await expect(dialog.get_by_role("table")).to_contain_text("The task has no title", timeout=30_000)
    async with page.expect_download() as errors:
        await dialog.get_by_role("button", name="Save this list").click()
    assert "bald" in (await (await errors.value).path()).read_text()
    await dialog.get_by_role("button", name="Import 2 tasks").click()
    await expect(dialog.get_by_text("The import is done")).to_be_visible(timeout=30_000)
    await dialog.get_by_role("button", name="Show the tasks").click()
    await expect(page.locator("[data-card]")).to_have_count(2)
    await page.get_by_role("button", name="Export", exact=True).click()
    async with page.expect_download() as exported:
        await page.get_by_role("menuitem", name="CSV").click()
    assert (await (await exported.value).path()).read_text(encoding="utf-8-sig").count("\n") == 3
    await page.get_by_role("button", name="Project actions").click()
    async with page.expect_download() as whole:
        await page.get_by_role("menuitem", name="Export project").click()
    assert (await whole.value).suggested_filename == "Umbau.json"
