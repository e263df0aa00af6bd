"""Every setting is described, and `vistone settings` prints it."""

import msgspec
import pytest

from vistone.cli import SECRET_SETTINGS, print_settings
from vistone.kernel.settings import PREFIX, Settings, describe

NAMES = Settings.__struct_fields__


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_says_what_it_means(name: str) -> None:
    one = describe(name)
    assert one.name == PREFIX + name.upper()
    assert len(one.description) > 20
    assert one.description.endswith(".")
    assert one.kind in {"text", "path", "whole number", "number", "true or false"}


def test_the_command_prints_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_settings() == 0
    printed = capsys.readouterr().out.splitlines()
    names = [line.split(" = ")[0] for line in printed if not line.startswith(" ")]
    assert names == [PREFIX + name.upper() for name in NAMES]
    for name in NAMES:
        assert any(line.strip().startswith(describe(name).description) for line in printed), name


def test_settings_that_hold_secrets_are_not_printed() -> None:
    """Whatever sounds like a credential, or is an address that may carry one, is in the list of those kept back."""
    telling = {name for name in NAMES if name.endswith(("_key", "_keys_old", "_secret", "_password", "_token", "_url"))}
    assert telling - {"public_url", "files_url"} == SECRET_SETTINGS
    assert set(msgspec.structs.asdict(Settings())) == set(NAMES)
