"""What several tests share: makers of input, readers of output, and ways to run and to wait."""
