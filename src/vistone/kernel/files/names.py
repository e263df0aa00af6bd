"""File names as they may be shown, stored and sent."""

import unicodedata
from urllib.parse import quote

LONGEST_NAME_BYTES = 200
_JOINERS = "\u200c\u200d"  # invisible, but Persian, Indic scripts and emoji are written with them
_RESERVED = frozenset('<>:"|?*')
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)


def clean_name(name: str) -> str:
    """A file name without tricks: no folders, no control or direction characters, at most 200 bytes, never empty.

    What is left says what the uploader's said, so that a person knows the file again; keys never come from it.
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        "_" if character in _RESERVED else " " if character.isspace() else character
        for character in base
        if character in _JOINERS or character.isspace() or unicodedata.category(character)[0] != "C"
    ).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot or len(extension.encode()) > 20:
        stem, dot, extension = kept, "", ""
    if stem.split(".")[0].lower() in _DEVICES:
        stem = f"_{stem}"
    room = LONGEST_NAME_BYTES - len(f"{dot}{extension}".encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{stem}{dot}{extension}" if stem else "file" + dot + extension


def disposition(name: str, *, inline: bool) -> str:
    """The value of `Content-Disposition` (RFC 6266), with the name in ASCII and in UTF-8."""
    plain = "".join(c if 32 <= ord(c) < 127 and c not in '"\\%' else "_" for c in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
