"""The errors of this package."""


class PostgresError(Exception):
    """The database cannot be made, started or reached. The text is for the person at the terminal."""


class InUseError(PostgresError):
    """Another process holds the data folder."""
