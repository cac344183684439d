"""Finished PDF pages: joined, numbered, placed on sheets, drawn as pictures."""
