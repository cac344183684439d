"""People and printer → how many of what on which paper."""
