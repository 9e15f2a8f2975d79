"""Start the app on one project, for this machine only."""
