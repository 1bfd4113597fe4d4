"""The outside world: database, mail, files, clock, signed links. Adapters import the use cases' ports, never each other."""
