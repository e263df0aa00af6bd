"""The conventions of the API: bodies, lists, problems, idempotency, conditional requests, OpenAPI."""
