"""What every service shares. Knows no domain noun and imports no service."""
