"""Links to files that the app itself hands out: signed, short-lived, bound to the key and to how it is shown."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from msgspec import Struct

from vistone.kernel.errors import Forbidden, NotFound

PATH = "/files/"


class Link(Struct, frozen=True):
    """What a signed link lets its holder have."""

    key: str
    name: str
    content_type: str
    inline: bool


def sign_link(secret: bytes, link: Link, expires: datetime) -> str:
    """The path and query of the link. Whoever has it can read the file until `expires`, and nothing else."""
    moment = int(expires.timestamp())
    query = {
        "expires": str(moment),
        "name": link.name,
        "type": link.content_type,
        "inline": "1" if link.inline else "0",
        "signature": _signature(secret, link, moment),
    }
    return f"{PATH}{link.key}?{urlencode(query)}"


def read_link(secret: bytes, key: str, query: Mapping[str, str], now: datetime) -> Link:
    """What the link gives. Raises NotFound when it was not signed by us like this, Forbidden when its time is over."""
    expires = query.get("expires", "")
    link = Link(key, query.get("name", ""), query.get("type", ""), query.get("inline") == "1")
    moment = int(expires) if expires.isascii() and expires.isdigit() and len(expires) < 12 else 0
    # Both sides as bytes: compare_digest refuses text that is not ASCII.
    if not hmac.compare_digest(_signature(secret, link, moment).encode(), query.get("signature", "").encode()):
        raise NotFound("file")
    if now.timestamp() >= moment:
        raise Forbidden("This link is no longer good. Open the file from its page again.")
    return link


def _signature(secret: bytes, link: Link, moment: int) -> str:
    parts = (link.key, str(moment), link.name, link.content_type, "1" if link.inline else "0")
    # Each part with its length: no two different links have the same message.
    message = "".join(f"{len(part)}:{part}" for part in ("vistone-file-link", *parts))
    return hmac.new(secret, message.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
