"""People and printer → how many of what on which paper."""

NAME = "print-order"
"""What the files of an order are called that say what to print."""

FOLDER = "order"
"""Where an order lies beside the packs of its edition."""
