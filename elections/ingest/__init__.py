"""Voter rolls in: the A-KWK layout, its checks, and the partition that a roll becomes."""
