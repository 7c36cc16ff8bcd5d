"""What `python3 dev.py` does once everything is installed; no part of it runs in production."""
