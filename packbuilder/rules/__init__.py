"""The rules that content and finished files keep, and who looks whether they do."""
