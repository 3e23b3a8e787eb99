"""Pages that work without JavaScript: set-up, signing in and out, invitations, errors; and the console's shell."""
