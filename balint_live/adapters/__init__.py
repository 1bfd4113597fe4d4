"""The outside world: clock, signed links, catalogue, database. They import the use cases' ports, never each other."""
