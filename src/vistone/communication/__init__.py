"""Talk: channels and who is in them, messages with their mentions and attachments, and the record of talk elsewhere."""
