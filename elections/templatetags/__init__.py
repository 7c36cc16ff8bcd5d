"""How templates of elections write figures."""
