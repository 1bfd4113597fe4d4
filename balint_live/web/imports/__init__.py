"""A list of registrants: uploaded, previewed row by row, imported."""
