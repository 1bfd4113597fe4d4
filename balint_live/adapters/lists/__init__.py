"""Files with lists in them, from bytes to rows of text: CSV in whatever dialect, and XLSX."""
