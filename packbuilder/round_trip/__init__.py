"""Word files that people have edited → the same edits in the content."""
