"""What a file is, by its first bytes. The signatures are those of the WHATWG MIME Sniffing Standard, and of containers.

Libraries were tried on 26 samples: puremagic (the last version for Python 3.11) took every zip for a Word document and
programs for nothing; filetype knew no text, SVG or HTML and has not been released since 2022.
"""

import codecs
import re

HEAD_BYTES = 8192

PLAIN, HTML, SVG, XML, BINARY = (
    "text/plain",
    "text/html",
    "image/svg+xml",
    "application/xml",
    "application/octet-stream",
)

_OFFICE = "application/vnd.openxmlformats-officedocument."
_SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBPVP", "image/webp"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"RIFF....AVI ", "video/avi"),
        (rb"BM....\0\0\0\0", "image/bmp"),
        (rb"II\*\0|MM\0\*", "image/tiff"),
        (rb"\0\0\x01\0", "image/x-icon"),
        (rb"....ftypavi[fs]", "image/avif"),
        (rb"....ftyp(?:hei[cxms]|hev[cm]|mif1)", "image/heic"),
        (rb"....ftypM4A", "audio/mp4"),
        (rb"....ftypqt", "video/quicktime"),
        (rb"....ftyp", "video/mp4"),
        (rb"\x1a\x45\xdf\xa3.{0,60}webm", "video/webm"),
        (rb"\x1a\x45\xdf\xa3", "video/x-matroska"),
        (rb"OggS\0", "audio/ogg"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
        (rb"fLaC", "audio/flac"),
        (rb"%PDF-", "application/pdf"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (rb"\{\\rtf", "application/rtf"),
        (rb"\x1f\x8b\x08", "application/gzip"),
        (rb"BZh[1-9]", "application/x-bzip2"),
        (rb"\xfd7zXZ\0", "application/x-xz"),
        (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (rb"Rar!\x1a\x07", "application/vnd.rar"),
        (rb".{257}ustar", "application/x-tar"),
        (rb"SQLite format 3\0", "application/vnd.sqlite3"),
        (rb"MZ", "application/vnd.microsoft.portable-executable"),
        (rb"\x7fELF", "application/x-executable"),
        (rb"\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe", "application/x-mach-binary"),
        (rb"wOF[F2]", "font/woff"),
    )
)
_ZIP = b"PK\x03\x04"
_ZIP_PARTS = (
    (b"word/", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{_OFFICE}presentationml.presentation"),
)
_ZIP_MIMETYPE = re.compile(rb"PK\x03\x04.{26}mimetype(application/[a-z0-9.+-]+?)(?:PK|$)", re.DOTALL)
# Tags at which a browser that sniffs would begin to see HTML (MIME Sniffing, section 7.1), wherever they stand in the
# head: an upload is not safe because something precedes them.
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|img|svg|object|embed"
    rb"|form|base|link|meta)[\s>/]",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<(?:[\w.-]+:)?svg[\s>/]", re.IGNORECASE)
_OLD_OFFICE = frozenset({"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
                         "application/vnd.ms-outlook"})  # fmt: skip
_SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/vnd.microsoft.icon": "image/x-icon",
    "image/heif": "image/heic",
    "video/x-msvideo": "video/avi",
    "audio/mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "video/ogg": "audio/ogg",
    "application/ogg": "audio/ogg",
    "audio/webm": "video/webm",
    "application/x-zip-compressed": "application/zip",
    "application/x-gzip": "application/gzip",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-msdownload": "application/vnd.microsoft.portable-executable",
    "text/rtf": "application/rtf",
    "text/xml": "application/xml",
    "application/xhtml+xml": "text/html",
}
# One container, told apart by marks that programs set as they like.
_KIN = (
    frozenset({"video/mp4", "audio/mp4", "video/quicktime", "video/3gpp"}),
    frozenset({"image/heic", "image/avif"}),
    frozenset({"video/webm", "video/x-matroska"}),
)
_ZIP_KINDS = ("application/vnd.openxmlformats-", "application/vnd.oasis.opendocument.", "application/epub+zip")
_BY_EXTENSION = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "txt": PLAIN,
    "log": PLAIN,
    "md": "text/markdown",
    "markdown": "text/markdown",
    "json": "application/json",
    "ics": "text/calendar",
    "vcf": "text/vcard",
}
# Text that no program runs when it is shown.
TEXT_TYPES = frozenset({PLAIN, *_BY_EXTENSION.values()})
ACTIVE_TYPES = frozenset({HTML, SVG, XML})
"""Text that a browser would run or follow. Always handed out as an attachment."""
INLINE_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "audio/mpeg", "audio/wav",
     "audio/ogg", "audio/mp4", "audio/flac", "video/mp4", "video/webm", "application/pdf", PLAIN}
)  # fmt: skip
"""The types that may be shown in the browser; everything else is handed out as an attachment."""
_KNOWN = frozenset({kind for _, kind in _SIGNATURES}) | {kind for _, kind in _ZIP_PARTS} | {"application/zip"}


def sniff(head: bytes) -> str:
    """The media type of a file that begins with `head` (give 8,192 bytes, or all there is)."""
    for pattern, kind in _SIGNATURES:
        if pattern.match(head):
            return kind
    if head.startswith(_ZIP):
        return _zip(head)
    if not _is_text(head):
        return BINARY
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if _SVG.search(start):
        return SVG
    if _HTML.search(start):
        return HTML
    return XML if start.startswith(b"<?xml") else PLAIN


def _zip(head: bytes) -> str:
    if found := _ZIP_MIMETYPE.match(head):
        return found[1].decode()
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for part, kind in _ZIP_PARTS:
            if part in head:
                return kind
    return "application/zip"


def _is_text(head: bytes) -> bool:
    """UTF-8 (the end may be cut), UTF-16 with its mark, or an old encoding: no control characters but spaces."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = codecs.getincrementaldecoder("utf-16")().decode(head)
        except UnicodeDecodeError:
            return False
        return not any(ord(c) < 32 and c not in "\t\n\r\f" for c in text)
    # The binary bytes of the MIME Sniffing Standard, section 3.
    return not any(byte < 9 or byte == 11 or 14 <= byte < 27 or 28 <= byte < 32 for byte in head)


def decide(head: bytes, claimed: str | None, name: str) -> str | None:
    """The media type to keep for a file, or None when its content is not what `claimed` says.

    Binary content decides alone. Among kinds of text, which bytes do not tell apart, the claim or else the extension
    of the name decides.
    """
    found = sniff(head)
    said = (claimed or "").split(";")[0].strip().lower()
    said = _SAME.get(said, said)
    extension = name.rpartition(".")[2].lower()
    if found in {PLAIN, HTML, SVG, XML}:
        return _decide_text(found, said, _BY_EXTENSION.get(extension))
    if said in {"", BINARY, found} or any({said, found} <= kin for kin in _KIN):
        return found
    late_zip = found == "application/zip" and said.startswith(_ZIP_KINDS)  # the parts that tell stand behind the head
    if late_zip or (found == "application/x-ole-storage" and said in _OLD_OFFICE):
        return said
    if found in {"application/zip", BINARY} and said not in _KNOWN | ACTIVE_TYPES | TEXT_TYPES:
        return found  # a format of its own (a .jar, a .sketch) which we keep as what we know of it
    return None


def _decide_text(found: str, said: str, by_extension: str | None) -> str | None:
    # Spreadsheet programs register themselves for .csv, and browsers then claim theirs.
    if said in {"", BINARY, PLAIN, "application/vnd.ms-excel"} and by_extension:
        return by_extension
    if said in TEXT_TYPES:
        return said
    if said in ACTIVE_TYPES:
        return said if said in {found, HTML, XML} else None
    if said.startswith("text/"):
        return PLAIN
    return None if said in _KNOWN | _OLD_OFFICE else found
