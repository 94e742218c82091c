"""A school with the real n8n beside it, set up as an administrator sets it up, and a stand-in for Gemini. Jobs are started as a teacher does,
through the database, and nudged as the program does, through the webhook."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from psycopg import sql

from ems_desktop.demo.gemini import Gemini
from ems_desktop.demo.n8n import N8n
from ems_desktop.integrations import n8n_api as api
from ems_desktop.services import n8n_setup
from tests.integration.patience import eventually
from tests.world import SchoolWorld, uid

MATERIAL = uid("material.lensa")
GEMINI_KEY = "demo-key"
ENDS = {"completed", "failed", "cancelled", "overdue", "error", "canceled"}  # what a job's log calls its end
KNOW_NO_MATERIAL = {"EMS sweep", "EMS Google keys"}  # the second keeps its errors: they hold nothing but Google's answer
QUICK = {"timeout_s": 20, "tries": 3, "backoff_s": 0.2}


class N8nSchool:
    """`world`: the school. A job waits as if for over a minute once it is `lost`: the sweep looks every second here, not every minute."""

    def __init__(self, world: SchoolWorld, n8n: N8n, gemini: Gemini) -> None:
        self.world, self.n8n, self.gemini = world, n8n, gemini

    @property
    def admin(self) -> str:
        return self.world.server.dsn(self.world.database)

    def api(self) -> api.N8n:
        return api.N8n(self.n8n.base, self.n8n.key)

    def install(self, sheet: n8n_setup.Sheet | None = None, **work: Any) -> list[str]:
        """As `./ems admin n8n install` does, but that it sweeps each second. `work`: settings of the work otherwise than `QUICK`."""
        server = self.world.server
        database = n8n_setup.Database(server.host, server.port, self.world.database, tls=False)
        settings = {"work": QUICK | {"gemini_url": self.gemini.base} | work}
        with self.api() as there:
            names = n8n_setup.install(there, self.admin, n8n_setup.Wanted(database, GEMINI_KEY, sheet, settings))
        self._put("sweep", {}, seconds=1)
        return names

    @contextlib.contextmanager
    def every_second(self, name: str, **settings: Any) -> Iterator[None]:
        """A scheduled workflow runs each second for the block, and as delivered afterwards."""
        self._put(name, settings, seconds=1)
        try:
            yield
        finally:
            self._put(name, {})

    def _put(self, name: str, settings: dict[str, Any], seconds: int | None = None) -> None:
        credentials, workflows = (
            {one["name"]: one["id"] for one in self.n8n.api("GET", path)["data"]} for path in ("/credentials", "/workflows")
        )
        workflow = n8n_setup.load(name, credentials, workflows, settings)
        if seconds:
            workflow["nodes"][0]["parameters"]["rule"] = {"interval": [{"field": "seconds", "secondsInterval": seconds}]}
        with self.api() as there:
            there.publish(there.put_workflow(workflow))

    def reset(self) -> None:
        """No jobs, Gemini in good health, n8n running."""
        self.gemini.answer, self.gemini.says = "ok", None
        self.gemini.released.set()
        self.gemini.coming.clear()
        self.gemini.asked.clear()
        self.gemini.released = threading.Event()
        superuser = self.world.superuser()
        superuser.execute("set session_replication_role = replica")
        superuser.execute("delete from ems.jobs")
        superuser.execute("reset session_replication_role")
        if self.n8n.process is None or self.n8n.process.poll() is not None:
            self.n8n.start()

    # what a teacher's program does

    def start(self, kind: str = "analysis", **params: Any) -> str:
        row = self.world.session("budi").execute("select jobs.start(%s, %s, %s)", (kind, MATERIAL, json.dumps(params))).fetchone()
        assert row
        return str(row[0])

    def ticket(self, job: str) -> str:
        row = self.world.session("budi").execute("select jobs.ticket(%s)", (job,)).fetchone()
        assert row
        return str(row[0])

    def nudge(self, job: str, ticket: str | None = None, header: str = "Bearer") -> int:
        """The status that n8n answers."""
        headers = {"Authorization": f"{header} {self.ticket(job) if ticket is None else ticket}"}
        return httpx.post(f"{self.n8n.base}/webhook/ems-job", headers=headers, json={"job": job}, timeout=20).status_code

    def nudged(self, kind: str = "analysis", **params: Any) -> str:
        job = self.start(kind, **params)
        assert self.nudge(job) == httpx.codes.ACCEPTED
        return job

    # what became of it

    def value(self, job: str, column: str) -> Any:
        query = sql.SQL("select {} from ems.jobs where id = %s").format(sql.Identifier(column))
        row = self.world.owner().execute(query, (job,)).fetchone()
        assert row
        return row[0]

    def end(self, job: str, within: float = 60) -> tuple[str, str | None]:
        """Status and reason, once it has ended, and it has ended once."""
        eventually(lambda: self.value(job, "status") != "PROCESSING", within)
        ends = [entry["what"] for entry in self.value(job, "log") if entry["what"] in ENDS]
        assert len(ends) == 1, self.value(job, "log")
        return self.value(job, "status"), self.value(job, "reason")

    def lost(self, job: str, column: str = "queued_at", seconds: int = 61) -> None:
        """As if this had been so long ago."""
        query = sql.SQL("update ems.jobs set {0} = {0} - make_interval(secs => %s) where id = %s").format(sql.Identifier(column))
        self.world.owner().execute(query, (seconds, job))

    def asked(self, times: int = 1) -> None:
        """Wait until Gemini was asked so often."""
        eventually(lambda: len(self.gemini.asked) >= times, 30)

    def idle(self) -> None:
        """Wait until n8n works on no material."""
        eventually(lambda: self.runs("running") == [], 30)

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """The executions in one of these states, but for the workflows that know of no material."""
        others = {one["id"] for one in self.n8n.api("GET", "/workflows")["data"] if one["name"] in KNOW_NO_MATERIAL}
        found = [one for state in states for one in self.n8n.executions(status=state)]
        return [one for one in found if one["workflowId"] not in others]

    def stored(self, text: str) -> list[str]:
        """The files of n8n that hold this text. It may clear one away in this very moment."""
        found = []
        for path in self.n8n.data.rglob("*"):
            with contextlib.suppress(FileNotFoundError, IsADirectoryError):
                if text.encode() in path.read_bytes():
                    found.append(path.name)
        return found


class Web:
    """A web server on loopback: `pages` by path, with its query or without, are (status, body); `requests` keeps path, headers and body of what came."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pages: dict[str, tuple[int, bytes]] = {}
        self.requests: list[tuple[str, dict[str, str], bytes]] = []


@contextlib.contextmanager
def web() -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            found.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, answer = found.pages.get(self.path) or found.pages.get(self.path.partition("?")[0], (404, b""))
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if answer.startswith(b"{") else "application/octet-stream")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Web(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
