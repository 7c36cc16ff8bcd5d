"""What civil events would do: pure functions from values to a plan of changes, consequences and refusals."""
