"""The live session: commands, the one way to change a meeting, and the one way to show it."""
