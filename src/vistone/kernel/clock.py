"""The one place that asks for the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, to the microsecond that PostgreSQL keeps."""
    return datetime.now(UTC)
