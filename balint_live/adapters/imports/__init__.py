"""Lists of registrants as files: CSV and XLSX, in any encoding."""
