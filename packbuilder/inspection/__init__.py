"""Reads finished PDF and Word files back, and compares them with what they were made from."""
