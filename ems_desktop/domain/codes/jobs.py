"""Codes 15xx: jobs for n8n, from 1580 on."""

CODES: dict[int, str] = {
    1580: "Jobs run at school, and the school's server cannot be reached now. Connect, then try again.",
    1581: "This job is not to be retried: it is running, or it has succeeded meanwhile.",
    1582: "This job had ended before it could be cancelled.",
    1583: "This material is not at school yet, or was removed. Sync, then try again.",
    1584: "200 of your jobs are running; so many at once are enough. Wait for some of them, or cancel some.",
    1585: "n8n does not answer ({reason}). Check that it is running and that its address in the school file is right.",
    1586: "n8n refused the API key. Make a new one in n8n that may read executions, and enter it here.",
    1587: "The school file names no n8n, so there is nobody to ask. The school's technician sets it up.",
}
