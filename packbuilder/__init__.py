"""Turn Markdown and YAML into styled PDF and Word packs that work offline."""

__version__ = "0.2.0"
