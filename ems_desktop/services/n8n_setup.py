"""Sets up the school's n8n: credentials, and the workflows in `resources/n8n/`, published. Doing it again brings all to this version.

A workflow file is as n8n has it, with names in the place of ids (credentials, other workflows) and `{"file": …}` in the place of longer
texts. Settings of a workflow stand in its node "Settings", where the school's technician can see and change them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ems_desktop import paths
from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.n8n_api import N8n
from ems_desktop.store import n8n_access

Json = dict[str, Any]
# In the order in which they need one another's ids.
WORKFLOWS = ("error", "work", "job", "sweep", "reanalysis", "google-keys", "sheet-backup")
_TICKETS, _DATABASE, _KEYS, _GEMINI, _SHEET = "EMS tickets", "EMS PostgreSQL", "EMS Google keys", "EMS Gemini", "EMS Sheet"
_KEY_FIELDS = ("client_email", "private_key", "token_uri")


@dataclass(frozen=True, slots=True)
class Database:
    """How n8n reaches the school's database. `tls` is verified by n8n; only on the same computer may it be off."""

    host: str
    port: int
    name: str
    tls: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the backup of the Google Sheet needs: its id, and a service account that may read it."""

    id: str
    email: str
    private_key: str = field(repr=False)
    token_uri: str

    @classmethod
    def read(cls, id: str, key_file: Path) -> Sheet:  # noqa: A002 - the Sheet's own word
        """With the JSON key that Google's console offers for download. Error 1557 for any other file."""
        try:
            found = json.loads(key_file.read_bytes()[:65_536])
            email, key, uri = (str(found[name]) for name in _KEY_FIELDS)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise Mistake(1557, path=str(key_file)) from error
        return cls(id, email, key, uri)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`settings`: by workflow file, what its node "Settings" is to say otherwise than as delivered."""

    database: Database
    gemini_key: str = field(repr=False)
    sheet: Sheet | None = None
    settings: Mapping[str, Json] = field(default_factory=dict)


def install(n8n: N8n, admin: str, wanted: Wanted) -> list[str]:
    """The names of the workflows that run now. `admin`: conninfo of an administrator, to the school's database.

    n8n is asked first, so that nothing at school changes when it is not there. Errors: 1550 to 1555, 14xx no connection.
    """
    n8n.check()
    access = n8n_access.renew(admin)
    credentials = {name: n8n.put_credential(name, kind, data) for name, kind, data in _credentials(access, wanted)}
    ids: dict[str, str] = {}
    for name in WORKFLOWS:
        if name == "sheet-backup" and wanted.sheet is None:
            continue
        workflow = load(name, credentials, ids, _settings(name, wanted))
        ids[workflow["name"]] = n8n.put_workflow(workflow)
        n8n.publish(ids[workflow["name"]])
    return list(ids)


def load(name: str, credentials: Mapping[str, str], workflows: Mapping[str, str], settings: Json) -> Json:
    """One workflow as n8n takes it. `credentials` and `workflows`: ids by name."""
    found: Json = json.loads(_resource(f"{name}.json"))
    for node in found["nodes"]:
        for credential in node.get("credentials", {}).values():
            credential["id"] = credentials[credential["name"]]
        parameters = node["parameters"]
        for key in ("jsCode", "jsonOutput"):
            if isinstance(parameters.get(key), dict):
                parameters[key] = _resource(parameters[key]["file"])
        if node["name"] == "Settings":
            parameters["jsonOutput"] = json.dumps(json.loads(parameters["jsonOutput"]) | settings, indent=2, ensure_ascii=False)
        if "workflowId" in parameters:
            parameters["workflowId"]["value"] = workflows[parameters["workflowId"]["value"]]
    if "errorWorkflow" in found["settings"]:
        found["settings"]["errorWorkflow"] = workflows[found["settings"]["errorWorkflow"]]
    return found


def _credentials(access: n8n_access.Access, wanted: Wanted) -> list[tuple[str, str, Json]]:
    """Name, n8n's type and data of each."""
    found = [
        (_DATABASE, "postgres", _postgres(wanted.database, n8n_access.ROLE, access.password)),
        (_KEYS, "postgres", _postgres(wanted.database, n8n_access.KEYS_ROLE, access.keys_password)),
        (_TICKETS, "jwtAuth", {"keyType": "passphrase", "secret": access.ticket_secret, "algorithm": "HS256"}),
        (_GEMINI, "httpHeaderAuth", {"name": "x-goog-api-key", "value": wanted.gemini_key}),
    ]
    if wanted.sheet is not None:
        key = {"keyType": "pemKey", "privateKey": wanted.sheet.private_key, "publicKey": "", "algorithm": "RS256"}
        found.append((_SHEET, "jwtAuth", key))
    return found


def _postgres(database: Database, user: str, password: str) -> Json:
    return {
        "host": database.host, "port": database.port, "database": database.name, "user": user, "password": password, "maxConnections": 4,
        "allowUnauthorizedCerts": False, "ssl": "require" if database.tls else "disable", "sshTunnel": False,
    }  # fmt: skip


def _settings(name: str, wanted: Wanted) -> Json:
    own = dict(wanted.settings.get(name, {}))
    if name == "sheet-backup" and wanted.sheet is not None:
        own |= {"sheet_id": wanted.sheet.id, "client_email": wanted.sheet.email, "token_uri": wanted.sheet.token_uri}
    return own


def _resource(name: str) -> str:
    return paths.resources("n8n", name).read_text("utf-8")
