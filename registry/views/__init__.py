"""The officers' desks: finding people, their pages, files, the trail."""
