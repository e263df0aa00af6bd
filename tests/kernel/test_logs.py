"""What a log line may hold."""

import subprocess
import sys

import pytest

PROGRAM = """
import logging, structlog
from vistone.kernel import logs
logs.configure(format={format!r}, level="info")
def sign_in(password):
    raise RuntimeError("the database is away")
for log in (structlog.get_logger("test"), logging.getLogger("library")):
    try:
        sign_in("correct horse" + " battery")
    except RuntimeError:
        log.exception("request failed")
"""


@pytest.mark.parametrize("format", ["json", "console"])
def test_an_error_is_told_with_its_place_and_without_what_was_in_hand(format: str) -> None:
    """ASVS 5.0, 16.2.5: no credentials in logs."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(format=format)], capture_output=True, text=True, check=True
    )
    assert done.stderr.count("the database is away") >= 2
    assert "sign_in" in done.stderr
    assert "battery" not in done.stderr.replace('"correct horse" + " battery"', "")
