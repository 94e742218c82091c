"""Codes 11xx: accounts, sign-in, devices."""

CODES: dict[int, str] = {
    1101: "The name or the password is not right. Check both; the office can give you a new invitation if you forgot the password.",
    1102: "Too many tries in a short time. Wait 15 minutes, then try again.",
    1103: "This invitation is not valid: mistyped, used already, or older than 30 days. Ask the office for a new one.",
    1104: "Type your email address or NISN, and your password.",
    1105: "The password is too short. Choose at least {least} characters; several words are best.",
    1106: "This can only be done with a connection to the school. Connect, then try again.",
}
