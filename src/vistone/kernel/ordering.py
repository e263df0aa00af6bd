"""Order by fractional keys: a text between any two others, compared byte by byte, so that a move changes one row.

After David Greenspan, "Implementing Fractional Indexing" (2020), with two differences: a fresh key comes from the
record's own id, so that what is added later sorts later without a look at the rest, and every key between two others
ends in random digits, so that two people who insert at one place at once get different keys.
"""

import secrets
from uuid import UUID

from vistone.kernel.ids import new_id

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 60
"""Keys longer than this are a sign of thousands of inserts at one place: give the neighbours new keys (`spread`)."""

_BASE = len(DIGITS)
_EARLY = "00"  # keys of this time start with 01, those of the year 4200 with 04


def fresh(id: UUID) -> str:
    """The key of a new record: its UUIDv7's time, so that it sorts behind all that were made before it."""
    return f"{(id.int >> 64) & 0xFFF | (id.int >> 80) << 12:015x}{secrets.choice(DIGITS[1:])}"


def at_end(last: str | None) -> str:
    """A key behind `last`, the present last one, and before those of records that will be made from now on."""
    key = fresh(new_id())
    return key if last is None or key > last else after(last, 1)[0]


def between(low: str | None, high: str | None) -> str:
    """A key after `low` and before `high`; None stands for the start and for the end. ValueError unless `low < high`."""
    if high is None:
        return at_end(low)
    if low is not None and low >= high:
        raise ValueError(f"there is no place between {low!r} and {high!r}")
    return _middle(low or "", high) + secrets.choice(DIGITS[1:]) + secrets.choice(DIGITS[1:])


def _middle(low: str, high: str) -> str:
    """The shortest text strictly between that can still be followed by any digits and stay below `high`."""
    key, below = "", False
    for place in range(len(low) + len(high) + 1):
        a = DIGITS.index(low[place]) if place < len(low) else 0
        b = _BASE if below else DIGITS.index(high[place]) if place < len(high) else 0
        if b - a > 1:
            return key + DIGITS[(a + b) // 2]
        key += DIGITS[a]
        below = below or b - a == 1  # whatever follows
    return key


def spread(count: int) -> list[str]:
    """`count` short keys in ascending order with room between all of them, before everything that is `fresh` now.

    Different from each other, but another call may well give the same ones: they are for what gets all its keys at once,
    and what others may add to meanwhile takes `at_end`.
    """
    width = 1
    while _BASE**width < count * 8:
        width += 1
    step = _BASE**width // (count + 1)
    return [_EARLY + _digits(step * (place + 1), width) + secrets.choice(DIGITS[1:]) for place in range(count)]


def after(low: str, count: int) -> list[str]:
    """`count` keys in ascending order, all after `low` and close behind it: about as long as `low`, and what gets a
    `fresh` key later still sorts behind them.
    """
    width = len(fresh(UUID(int=0))) - 1
    while (start := _number(low, width)) + count >= _BASE**width:
        width *= 2
    return [_digits(start + place, width) + secrets.choice(DIGITS[1:]) for place in range(1, count + 1)]


def _number(key: str, width: int) -> int:
    number = 0
    for digit in key[:width].ljust(width, DIGITS[0]):
        number = number * _BASE + DIGITS.index(digit)
    return number


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        text = DIGITS[digit] + text
    return text
