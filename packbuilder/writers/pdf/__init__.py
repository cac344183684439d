"""`Publication` + `Theme` → tagged PDF: HTML and CSS first, then pages."""
