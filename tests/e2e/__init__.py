"""The whole system, started as a newcomer starts it, in a real browser."""
