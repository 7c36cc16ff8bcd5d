"""How many places are booked a second: our statement beside what others do, and through HTTP."""
