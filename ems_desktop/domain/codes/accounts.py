"""Codes 11xx: accounts, sign-in, devices."""

CODES: dict[int, str] = {
    1101: "The name or the password is not right. Check both; the office can give you a new invitation if you forgot the password.",
    1102: "Too many tries in a short time. Wait {minutes} min, then try again.",
    1103: "This invitation is not valid: mistyped, used already, or older than 30 days. Ask the office for a new one.",
    1104: "Type your email address or NISN, and your password.",
    1105: "The password is too short. Choose at least {least} characters; several words are best.",
    1120: "What Google answered does not prove who you are. Continue with Google again; if that does not help, tell the office.",
    1121: "This sign-in with Google took longer than ten minutes, or was used already. Continue with Google again.",
    1122: "Google's answer is not of this moment. Continue with Google again; if that does not help, the clock of the school's server is wrong: tell the office.",
    1123: "Google's answer is meant for another program. Ask the office for a new school file.",
    1124: "{email} is not an account of the school. Continue with Google again and choose your account of {domains}.",
    1125: "Google has not verified the address {email}. Verify it in your Google account, then continue with Google again.",
    1126: "Nobody at the school is known by {email}. Choose another Google account, use the office's invitation code, or ask the office to add this address.",
    1127: "{email} does not fit: you sign in here with another Google account, or this one belongs to somebody else here. Choose the other account, or ask the office to take the old one away.",
    1128: "The school's server does not know the key that Google signs with today. Sign in with your password, or try again later; tell the office.",
    1129: "The school has not set up signing in with Google. Sign in with your password or an invitation code.",
    1130: "Google was told not to say who you are. Continue with Google again and allow it, or sign in with your password.",
    1131: (
        "Google does not open EMS Desktop to this account yet: the school's Google administrator has not reviewed the program, and accounts "
        "marked as under 18 need that. Show this to the office; until then sign in with your password."
    ),
    1132: (
        "The school's Google administrator does not allow EMS Desktop for this account. Show this to the office; until then sign in with "
        "your password."
    ),
    1133: "This Google account is not one of the school's. Continue with Google again and choose the account that the school gave you.",
    1134: (
        "Google does not accept this school's EMS Desktop: the Google settings in the school file are wrong, or were withdrawn. Show this to "
        "the office; until then sign in with your password."
    ),
    1135: "Google no longer accepts this sign-in: it was withdrawn, used before, or is too old. Continue with Google again; what you typed is kept.",
    1136: "The browser could not be opened. Copy this address into a browser on this computer: {address}",
    1137: "No answer from Google within {minutes} minutes. Continue with Google again, and finish in the browser.",
    1138: "Signing in with Google was cancelled. Nothing was changed.",
    1139: "Google refused the sign-in ({reason}). Try again; if that does not help, show this to the office.",
    1140: "Google cannot be reached. Check the internet connection, then continue with Google again; what you typed is kept.",
    1141: "Google did not pass on everything that EMS Desktop needs: {missing}. Continue with Google again and leave every box ticked.",
    1142: (
        "The school's Google settings are still in testing, and this account is not one of the testers. Show this to the office; until then "
        "sign in with your password."
    ),
    1144: "{path} is not the file of a desktop client. In Google's console choose the client of type Desktop app and download its JSON file.",
    1150: "There is no name in this line. Type the name, the email address and the role, with a tab between them.",
    1151: "“{value}” is not an email address. Type it like guru@sekolah.sch.id, or leave it empty.",
    1152: "{email} belongs to {name} already. Change that person's roles instead of adding a second one.",
    1153: "{email} also stands in line {line}. Give each person an address of their own.",
    1154: "“{value}” is not a role. Write Teacher or Office, or both with a comma between them.",
    1155: "Without an email address {name} cannot sign in. Add the address before inviting.",
    1156: "Somebody called {name} is on the list already. Save this line only if it is another person.",
    1157: "The name is longer than {limit} characters. Shorten it, or check whether two cells were joined.",
    1158: "A person needs at least one role. Choose the other role first, or deactivate the person.",
    1159: "You cannot lock yourself out of the office. Ask a colleague in the office to do this.",
    1160: "Nobody here can be invited: invitations are for active people. Activate the person first.",
    1161: "There is nothing to save yet. Paste the list, or correct the lines that are marked.",
    1162: "Invitations are made by the school's server, and it cannot be reached now. Connect, then try again; nothing was changed.",
    1163: "This is another person's account. To go on here, sign in as {name}; or lock the screen first and choose somebody else.",
    1164: "Too many wrong passwords in a row. Wait {seconds} seconds, then try again.",
    1165: "This is not the password that this computer knows, and the school cannot be asked now. Try again, or connect to the network.",
    1166: "This computer is not on the list any more, or has no name. Look at the list again.",
    1167: "A NIP has 18 digits. Type all of them, or leave it empty.",
    1168: "The password is longer than {most} characters. Choose a shorter one.",
    1169: "This password is one of those that everybody tries first. Choose another one; several words that do not belong together are best.",
    1170: "This password is made of your own or the school's name. Choose another one; several words that do not belong together are best.",
    1171: "Your account has no password: you sign in with Google. Ask the office for an invitation code if you want one as well.",
    1172: "{name} has {count} changes here that the school does not have. {name} signs in first, to send or to export them.",
    1173: "Nobody here can tell whether everything of {name} is at school: the key of the file is not on this computer. {name} signs in first.",
    1174: "This computer could not let you in again. Choose a password for unlocking first, in Settings under “This computer”.",
    1175: "The list of your computers is at school, and it cannot be reached now. Connect, then look again; nothing was changed.",
    1176: "This is done at the school, and it cannot be reached now. Connect, then try again; nothing was changed.",
}
