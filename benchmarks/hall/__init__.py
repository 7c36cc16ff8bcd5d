"""What fifty boards and two thousand phones cost, and how soon a call is on the screens."""
