"""English formats, for the public pages."""
