"""What guards an account: passwords, single-use tokens, limits on attempts. Knows no HTTP."""
