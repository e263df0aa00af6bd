"""Files: taken in piece by piece, named by us, typed by what is in them, handed out by signed and short-lived links."""

from vistone.kernel.files.links import Link, read_link, sign_link
from vistone.kernel.files.names import clean_name, disposition
from vistone.kernel.files.sniff import ACTIVE_TYPES, INLINE_TYPES, sniff
from vistone.kernel.files.store import Files, OpenFile, StoredFile, UnsatisfiableRange, parse_range, response_headers

__all__ = [
    "ACTIVE_TYPES",
    "INLINE_TYPES",
    "Files",
    "Link",
    "OpenFile",
    "StoredFile",
    "UnsatisfiableRange",
    "clean_name",
    "disposition",
    "parse_range",
    "read_link",
    "response_headers",
    "sign_link",
    "sniff",
]
