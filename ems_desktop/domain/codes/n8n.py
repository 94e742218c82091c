"""Codes 15xx: setting up n8n. (1550 to 1579; the others are those of sync.)"""

CODES: dict[int, str] = {
    1550: "n8n at {url} does not answer ({reason}). See that it runs and that this computer reaches it, then give the command again; nothing at school has changed.",
    1551: "n8n does not take the API key. Make one in n8n under Settings, n8n API, with the rights that docs/n8n.md lists, and give the command again.",
    1552: "n8n refused {request} (HTTP {status}): {message} See that it is a version that docs/n8n.md names, then give the command again.",
    1553: "The address {url} of n8n is neither https nor on this computer, and keys must not travel openly. Give an address that begins with https.",
    1554: "n8n holds several things named “{name}”. Rename or delete all but one, then give the command again.",
    1555: "The school's database is not ready for n8n. Bring it up to date with ./ems admin migrate, then give the command again.",
    1556: "The secret {name} is missing. Put it into the environment variable {name}, then give the command again.",
    1557: "The file {path} is not the key of a Google service account. Download it anew from Google's console as JSON.",
}
