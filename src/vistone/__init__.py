"""Vistone: the operating system of a service company. Start reading at `docs/architecture.md`."""

__version__ = "0.1.0"
