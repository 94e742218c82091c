"""Codes 11xx: accounts, sign-in, devices."""

CODES: dict[int, str] = {
    1101: "The name or the password is not right. Check both; the office can give you a new invitation if you forgot the password.",
    1102: "Too many tries in a short time. Wait 15 minutes, then try again.",
    1103: "This invitation is not valid: mistyped, used already, or older than 30 days. Ask the office for a new one.",
    1104: "Type your email address or NISN, and your password.",
    1105: "The password is too short. Choose at least {least} characters; several words are best.",
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
}
