"""Number and date formats that replace Django's own for Indonesian."""
