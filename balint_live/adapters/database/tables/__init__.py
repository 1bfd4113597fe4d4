"""The tables, each column with its purpose and how long it is kept."""
