"""Where rows live: the portable tables, the encrypted file on this machine, and the school's PostgreSQL."""
