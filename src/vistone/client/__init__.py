"""The company's clients: who they are and who speaks for them, what was proposed to them, and what they say of the work."""
