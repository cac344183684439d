"""Text → Document. `read_document` reads one Markdown file of the content folder."""

from packbuilder.readers.document import SharedText, read_blocks, read_document

__all__ = ["SharedText", "read_blocks", "read_document"]
