"""What officers open: bookings of their area, the capacity assistant, outages, draws, the proof."""
