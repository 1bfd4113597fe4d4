"""Statements of attendance as PDF: words, a page drawn by Typst, and the file."""
