"""The roll, corrections, the attendance matrix, downloads and a person's own record."""
