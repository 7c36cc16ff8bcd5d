"""What people type into the queue's pages, checked."""
