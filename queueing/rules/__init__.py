"""What is true of offices and their queues: pure functions and data, without Django."""
