"""Every write of the service: check, change, publish."""
