"""The comparison of two lists of people, timed and judged beside what a user could pick instead."""
