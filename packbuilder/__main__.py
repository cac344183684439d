"""`python -m packbuilder` is the same as the command `packbuilder`."""

from packbuilder.cli import main

main()
