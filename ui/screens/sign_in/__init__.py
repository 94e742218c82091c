"""Sign-in with email or NISN, and sign-up with an invitation code."""
