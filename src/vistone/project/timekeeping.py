"""How long an entry is, and what it costs. Pure rules, without a database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from msgspec import Struct

LONGEST = timedelta(hours=24)
STEPS = (0, 1, 5, 6, 10, 15, 30)
_MINUTE = timedelta(minutes=1)


class Rounding(Struct, frozen=True):
    """The organization's rule: to full steps of so many minutes (0 and 1: whole minutes), `up` or to the `nearest`."""

    step: int = 0
    up: bool = False


def rounding_of(settings: Mapping[str, Any]) -> Rounding:
    """The rule from the organization's settings; whatever is no such rule there counts as none."""
    step, mode = settings.get("timeRoundingMinutes"), settings.get("timeRoundingMode")
    return Rounding(step if step in STEPS and not isinstance(step, bool) else 0, up=mode == "up")


def minutes_of(length: timedelta, rule: Rounding) -> int:
    """The minutes that count for that length: rounded by the rule, never to nothing, and 24 hours at most."""
    if length <= timedelta(0):
        return 0
    step = max(rule.step, 1)
    whole, rest = divmod(length, step * _MINUTE)
    more = rest > timedelta(0) if rule.up else 2 * rest >= step * _MINUTE
    return min(max(whole + more, 1) * step, LONGEST // _MINUTE)


def end_of_timer(started: datetime, now: datetime) -> datetime:
    """When a timer that is stopped now has ended: one that was forgotten, after 24 hours."""
    return max(started, min(now, started + LONGEST))


def cost_of(minutes: int, hourly: Decimal | None) -> Decimal:
    """Minutes at a rate per hour, to the cent, half cents up. Nothing without a rate."""
    if hourly is None:
        return Decimal("0.00")
    return (minutes * hourly / 60).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
