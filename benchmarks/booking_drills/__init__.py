"""What is broken on purpose while people book: the broker, the database, and too many at one moment."""
