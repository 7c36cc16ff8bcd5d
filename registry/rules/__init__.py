"""What is true of the registry: pure functions over values, without Django."""
