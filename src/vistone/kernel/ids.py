"""Identifiers: UUID version 7 (RFC 9562, section 5.7), made in Python so that no statement needs a volatile default."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A new id. Ids of one process sort in the order they were made, also within a millisecond.

    Layout: 48 bits of Unix milliseconds, 12 bits counting fractions of the millisecond (RFC 9562, section 6.2,
    method 3), 62 random bits.
    """
    global _last  # noqa: PLW0603 -- the counter is the point: it keeps ids of this process in order
    with _lock:
        ticks = time.time_ns() * 4096 // 1_000_000  # milliseconds with 12 fractional bits
        _last = ticks = max(ticks, _last + 1)
    milliseconds, fraction = divmod(ticks, 4096)
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random)
