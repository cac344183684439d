"""Document → Document → Publication: include, select, fill in, identify, number, link, assemble."""
