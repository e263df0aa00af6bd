"""Organizations and people: who someone is, what role they have where, how they sign in, and the record of what they did."""
