"""What axe finds on a page, in both themes: https://github.com/dequelabs/axe-core."""

from playwright.async_api import Page, expect

from tests.e2e.system import ROOT

SOURCE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = "axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
# A colour on its way from one theme to the other is neither. One that is inherited sets out again with each step of the
# one above it, so there is another look after each wait. What has no end, like a skeleton's shimmer, is not waited for.
DRAWN = """(async () => {
    for (let looks = 0; looks < 50; looks += 1) {
        await new Promise(requestAnimationFrame);
        const moving = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
        if (moving.length === 0) return;
        await Promise.allSettled(moving.map(one => one.finished));
    }
})()"""
GRAVE = {"serious", "critical"}


async def findings(page: Page) -> list[str]:
    """What is serious, in the light and in the dark; the page is left in the theme that it had.

    The source is evaluated by the debugger, which the content security policy allows.
    """
    shown = await page.locator("html").get_attribute("data-theme")
    other = "light" if shown == "dark" else "dark"
    await page.evaluate(f"{SOURCE};0")
    found = await _in_this_theme(page)
    await _show(page, other)
    found += await _in_this_theme(page)
    await _show(page, shown)
    return found


async def _show(page: Page, theme: str | None) -> None:
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    await expect(page.locator("html")).to_have_attribute("data-theme", theme or "light")
    await page.evaluate(DRAWN)


async def _in_this_theme(page: Page) -> list[str]:
    theme = await page.locator("html").get_attribute("data-theme")
    return [
        f"{page.url} ({theme}): {violation['id']} {node['html'][:160]}"
        for violation in await page.evaluate(RUN)
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
