"""The web app's words for the activity log are those of the events that services declare: none lacks, none is of the past."""

import re
from pathlib import Path

from vistone.services import SERVICES

ORG = Path(__file__).resolve().parents[2] / "web/src/features/org"
EVENTS = [event for service in SERVICES for event in service.events]


def _keys(file: str, of: str) -> set[str]:
    """The keys of the table of words that a function of the file has."""
    (body,) = re.findall(rf"function {of}\(.*?\n}}\n", (ORG / file).read_text(), re.DOTALL)
    return set(re.findall(r"^    '?([\w.]+)'?: t[`(]", body, re.MULTILINE))


def test_every_kind_of_record_has_a_name() -> None:
    assert _keys("kindNames.ts", "kindName") == {event.entity() for event in EVENTS}


def test_every_event_has_words() -> None:
    own, verbs = _keys("activityWords.ts", "special"), _keys("activityWords.ts", "general")
    told = {event.type() for event in EVENTS}
    assert {one for one in told if one not in own and one.rsplit(".", 1)[1] not in verbs} == set()
    assert own <= told
    assert verbs <= {one.rsplit(".", 1)[1] for one in told}
