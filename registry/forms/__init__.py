"""Forms of the desks: what is typed, read and refused in words."""
