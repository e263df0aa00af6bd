"""The built web app: hashed files for ever, the page itself never kept, every other path is the page's to route."""

from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import File

# 'unsafe-inline' for styles alone: Mantine sets sizes by style attributes.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
_HASHED = {"Content-Security-Policy": POLICY, "Cache-Control": "public, max-age=31536000, immutable"}
# Said here, so that it does not depend on the machine's tables: with `nosniff` a wrong type is a blank page.
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_RESERVED = ("api/", "schema", "health/", "metrics", "files/", "scim/")


def web_app(folder: Path) -> HTTPRouteHandler:
    """The handler that serves the web app built in `folder`."""
    root = folder.resolve()

    @get(["/", "/{path:path}"], opt={"public": True}, include_in_schema=False)
    async def serve(path: FromPath[str] = "") -> Response[object]:
        """A file of the web app, or its page."""
        asked = path.lstrip("/")
        if asked.startswith(_RESERVED):
            raise NotFoundException
        file = (root / asked).resolve()
        if asked and file.is_relative_to(root) and file.is_file() and not file.name.startswith("."):
            kind = _TYPES.get(file.suffix, "application/octet-stream")
            headers = _HASHED if asked.startswith("assets/") else _PAGE
            return File(file, media_type=kind, content_disposition_type="inline", headers=headers)
        page = root / "index.html"
        if not page.is_file() or "." in asked.rsplit("/", 1)[-1]:
            raise NotFoundException
        return File(page, media_type="text/html", content_disposition_type="inline", headers=_PAGE)

    return serve
