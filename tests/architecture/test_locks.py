"""What runs at a customer's is in `requirements.lock`: the tests have more installed, and would not miss it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROGRAM = """
import importlib, importlib.metadata, re, sys
locked = set({locked!r})
name = lambda text: re.sub(r"[-_.]+", "-", text).lower()
homes = importlib.metadata.packages_distributions()
missing = {{module for module, found in homes.items() if not {{name(one) for one in found}} & locked}} - {{"vistone"}}

class OnlyWhatIsLocked:
    def find_spec(self, module, path=None, target=None):
        if module.partition(".")[0] in missing:
            raise ImportError(f"{{module}} is not in requirements.lock")

sys.meta_path.insert(0, OnlyWhatIsLocked())
importlib.import_module({module!r})
"""

MODULES = sorted(
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    for path in (ROOT / "src" / "vistone").glob("*.py")
    if path.stem not in {"__init__", "__main__"}
)


@pytest.mark.parametrize("module", [*MODULES, "vistone.demo"])
def test_every_root_starts_with_what_is_locked(module: str) -> None:
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    locked = [re.sub(r"[-_.]+", "-", name) for name in names]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(locked=locked, module=module)],
        cwd=ROOT / "src", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1500:]
