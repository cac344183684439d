"""YAML → checked records: what a project, its packs and its editions say of themselves."""
