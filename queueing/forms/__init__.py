"""What residents and officers type in, checked."""
