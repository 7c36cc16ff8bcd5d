"""Elections, voter rolls, reconciliation, review and rankings."""
