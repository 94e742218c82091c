"""Where rows live: the portable tables, the encrypted file on this computer, and the school's PostgreSQL."""
