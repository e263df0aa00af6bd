"""The assistant: what it may search, what it was asked, how it is told to answer, and what is switched off for it."""
