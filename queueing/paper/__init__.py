"""What residents take home: the ticket as PDF, receipts of 58 and 80 mm, an entry for the calendar, and the QR code."""
