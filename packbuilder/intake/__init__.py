"""A file of anybody → a document of ours: what it says as pieces, and these as Markdown."""
