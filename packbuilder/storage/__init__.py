"""What is read and what is kept: inputs, results of earlier runs, and deliveries on disk."""
