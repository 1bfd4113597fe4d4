"""What is measured, a file for each scene; `load` is the one that has many sizes, and `room` its one meeting."""
