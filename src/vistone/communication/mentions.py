"""Mentions in a message: `@[Ada Lovelace](user:0190c6f0-…)`, a Markdown link behind an at sign.

Editors write the name for the reader and the id for us; the name may be out of date, the id counts.
"""

import re
from uuid import UUID

_MENTION = re.compile(
    r"@\[[^\[\]\n]{1,200}\]\(user:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)",
    re.ASCII | re.IGNORECASE,
)


def mentioned(content: str) -> list[UUID]:
    """Whom the text mentions, each once, in order."""
    return list(dict.fromkeys(UUID(found) for found in _MENTION.findall(content)))
