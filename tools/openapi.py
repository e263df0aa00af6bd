"""Writes web/openapi.json, from which the web app's typed client is generated. No server and no database are needed.

    python -m tools.openapi          # then: npm --prefix web run generate

`tests/api/test_openapi.py` fails while the file differs from what the application offers.
"""

import json
from pathlib import Path
from typing import Any, cast

from vistone.app import create_app
from vistone.kernel.settings import Settings

FILE = Path(__file__).resolve().parents[1] / "web" / "openapi.json"


def text() -> str:
    """The document as it is kept: formatted and in order, so that a change shows as what it is."""
    app = cast("Any", create_app(Settings(), ""))
    return json.dumps(json.loads(app._app.state.described()[0]), indent=2, sort_keys=True, ensure_ascii=False) + "\n"  # noqa: SLF001 -- below the edge lies Litestar


def main() -> None:
    """Writes the file."""
    FILE.write_text(text())
    print(FILE)


if __name__ == "__main__":
    main()
