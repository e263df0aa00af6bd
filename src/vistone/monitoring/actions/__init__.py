"""Every write of the service."""
