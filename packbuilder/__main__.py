"""`python -m packbuilder` is the same as the command `packbuilder`."""

import os
import sys

if not sys.flags.safe_path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109
    # Python puts the current folder first, so that a file brotli.py in it would be run.
    del sys.path[0]


def main() -> None:
    """Run the command. Ctrl+C ends it without a traceback even while the command is loaded."""
    try:
        from packbuilder.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
