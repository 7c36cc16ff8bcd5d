"""What officers type, checked before any action is called."""
