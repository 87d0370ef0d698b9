"""Printing: record → DOCX, and what checks and compares the templates it prints with."""
