"""Sheets written as files for spreadsheets and programs: CSV and XLSX."""
