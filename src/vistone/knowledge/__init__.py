"""What the organization knows: a wiki with every version of its pages, and documents in folders with rights of their own."""
