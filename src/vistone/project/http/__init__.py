"""The service over HTTP: decode, call, return."""
