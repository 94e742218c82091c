"""Codes 13xx: the encrypted file on this computer, folders, the keychain."""

CODES: dict[int, str] = {
    1301: "This profile was made by a newer version of the program. Install the newest version and open it again; nothing was changed.",
    1302: "The file of this profile cannot be opened with its key. Sign in again while connected to the school to get the key back; nothing was deleted.",
    1303: "This profile is already open in another window. Use that window, or close it first.",
    1304: "There is no space left on the disk. The last change was not saved; free some space and type it again. Everything saved before is intact.",
    1305: "The folder of this profile cannot be written to: {path}. Choose another folder or ask for the right to write there.",
    1306: "The file of this profile is damaged: {detail}. Close the program, keep a copy of {path}, and ask the office for help; what was sent to the school is safe there.",
    1307: "This action touches {rows} rows, more than the {most} that fit into one step. Do it in smaller parts.",
    1308: "This computer has no keychain that the program may use. Unlock or set up the system's keychain, then try again.",
    1309: "The keychain refused: {detail}. Unlock it and try again.",
    1310: "This text holds a sign that cannot be stored (an invisible NUL). Type it again instead of pasting it.",
    1311: "Another program, perhaps a backup or a virus scanner, holds the file of this profile. The last change was not saved; wait until that program is done, or close it, and type it again. Everything saved before is intact.",
    1350: "The folder {path} is kept in sync by {service}, which damages databases. Choose a folder on this computer that is not synced.",
    1351: "The folder {path} lies on the network, where a database is not safe. Choose a folder on this computer.",
    1352: "There is too little space on the disk for {path}. Free at least 300 MB and try again; nothing was changed.",
    1353: "The database cannot use the folder {path}, because of letters in its name. Choose a folder with plain letters (A–Z) and digits in its path.",
    1354: "The folder {path} cannot be used: {detail}. Choose another folder.",
}
