"""Signing in: who comes in, how often she may try, how long she stays, and what she must show again."""
