"""What residents open: one module for each step, no sign-in, no JavaScript needed."""
