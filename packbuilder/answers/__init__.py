"""Filled forms → answers → tables, and the results as a document."""
