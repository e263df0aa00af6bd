"""Live updates: a hub over the event log, and the WebSocket that follows it."""
