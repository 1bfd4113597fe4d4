"""One file that holds a whole database: made, and read back."""
