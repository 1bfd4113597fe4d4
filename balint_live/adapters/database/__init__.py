"""The database: tables that explain themselves, short units of work, and the stores the use cases ask for."""
