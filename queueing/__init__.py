"""Offices, counters, slots, bookings, tickets and recording sessions."""
