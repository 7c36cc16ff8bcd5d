"""What is true of elections: pure functions over values, without Django."""
