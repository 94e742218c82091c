"""A whole school comes at once: each with a profile, an encrypted file and a sync thread of their own, through the real gate, on a server
with far fewer connections than people. Everything is the program's own (argon2 too); only the window is missing.

`run()` brings a crowd and tells how it went; `clients()` is the row of the benchmark."""

from __future__ import annotations

import multiprocessing
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psycopg
import sqlalchemy as sa

from ems_desktop.services.accounts import Accounts
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.store import identity
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from sync.engine import Report
from sync.worker import Status, Worker
from tests.bench import push_sql
from tests.bench.figures import Figure, load, percentile
from tests.bench.push_sql import BenchSchool, BenchSheet
from tests.servers import running
from tests.world_seed import GATE_PASSWORD

PASSWORD = "sandi-semua-orang"
ARRIVE = 120.0  # seconds in which everybody comes
PATIENCE = 120.0  # seconds in which everybody must have got everything to school
Marks = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Errand:
    """One person's morning: come (after so many seconds), sign in, fetch the school, type so many marks one after the other."""

    school: SchoolFile
    email: str
    sheet: BenchSheet
    folder: Path
    edits: int
    after: float


@dataclass(slots=True)
class Told:
    """How it went for one person. Times in seconds; `codes`: of the errors the sync thread met; `stuck`: what reached the person."""

    sheet: str
    signed_in: float = 0.0
    filled: float = 0.0
    synced: list[float] = field(default_factory=list)  # from saved here to known at school
    codes: list[int] = field(default_factory=list)
    typed: Marks = field(default_factory=dict)
    held: Marks = field(default_factory=dict)  # the sheet in the file at the end
    unsent: int = 0
    stuck: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    people: list[Told]
    there: dict[str, Marks]  # sheet → marks at school
    most: int  # connections at one time
    seconds: float

    def times(self, what: str) -> list[float]:
        if what == "synced":
            return [once for one in self.people for once in one.synced]
        return [getattr(one, what) for one in self.people]

    def refused(self) -> int:
        return sum(one.codes.count(1407) for one in self.people)

    def lost(self) -> int:
        """Marks that are not at school as they were typed, or not in the file as they are at school."""
        wrong = 0
        for one in self.people:
            there = self.there[one.sheet]
            wrong += one.unsent + sum(there.get(cell) != mark for cell, mark in one.typed.items()) + (one.held != there)
        return wrong


class Person:
    """A client without a window. Lives on a thread of its own; its sync thread is the program's."""

    def __init__(self, errand: Errand) -> None:
        self._errand, self._random = errand, Random(errand.email)
        self.told = Told(errand.sheet.id)
        self._saved: dict[int, float] = {}
        self._lock = threading.Lock()
        self._typing = threading.Event()  # never set: between two marks a person takes a while

    def live(self) -> None:
        self._typing.wait(self._errand.after)
        profile = Profile(self._errand.folder)
        try:
            self._morning(profile)
        except Exception as problem:  # noqa: BLE001 — told to the parent, who fails with it
            self.told.stuck = f"{type(problem).__name__}: {problem}"
        finally:
            profile.close()

    def _morning(self, profile: Profile) -> None:
        profile.join(self._errand.school)
        start = time.perf_counter()
        signed_in = Accounts(profile, self._errand.school).sign_in(self._errand.email, PASSWORD)
        self.told.signed_in = time.perf_counter() - start
        self._desk = desk = Desk(signed_in)
        try:
            start = time.perf_counter()
            desk.sync()
            self.told.filled = time.perf_counter() - start
            self._work(Worker(desk.store, desk.engine, self._reported, self._status))
        finally:
            desk.close()

    def _work(self, worker: Worker) -> None:
        store = self._desk.store
        store.saved = lambda seq: self._note(seq, worker)
        worker.start()
        for _ in range(self._errand.edits):
            self._typing.wait(self._random.uniform(0.5, 3.0))
            self._type()
        end = time.monotonic() + PATIENCE
        while self._open() and time.monotonic() < end:
            time.sleep(0.2)
        worker.stop()
        self.told.unsent = self._desk.syncing.unsent() + self._desk.syncing.open_count()
        self.told.held = self._held()

    def _type(self) -> None:
        sheet = self._errand.sheet
        cell = self._random.choice(sheet.assessments), self._random.choice(sheet.pupils)
        mark = self._random.randrange(101)
        self._desk.grades.enter(sheet.id, "typed", [Entry(*cell, Cell(Decimal(mark)))])
        self.told.typed[cell] = float(mark)

    def _note(self, seq: int, worker: Worker) -> None:
        with self._lock:
            self._saved[seq] = time.perf_counter()
        worker.wake()

    def _open(self) -> bool:
        with self._lock:
            return bool(self._saved)

    def _reported(self, _report: Report) -> None:
        with self._desk.store.reading() as session:
            known = set(session.execute(sa.text("select seq from outbox where state in ('acked', 'done')")).scalars())
        with self._lock:
            for seq in known & set(self._saved):
                self.told.synced.append(time.perf_counter() - self._saved.pop(seq))

    def _status(self, status: Status) -> None:
        if status.error is not None:
            self.told.codes.append(status.error.code)

    def _held(self) -> Marks:
        query = sa.text("select assessment_id, student_id, value from scores where scope_id = :id and not deleted")
        with self._desk.store.reading() as session:
            return {(a, s): float(v) for a, s, v in session.execute(query, {"id": self._errand.sheet.id}) if v is not None}


def together(errands: list[Errand]) -> list[Told]:
    """In one process, a thread each."""
    people = [Person(errand) for errand in errands]
    threads = [threading.Thread(target=person.live) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [person.told for person in people]


def run(people: int, connections: int, *, edits: int = 6, processes: int = 2, within: float = 0.0) -> Outcome:
    """So many people at a server of their own (fsync on) with so many connections, who come within so many seconds."""
    with running(18, {"max_connections": str(connections)}) as server, TemporaryDirectory(prefix="ems-bench-") as folder:
        school = push_sql.seed(server.dsn(), "ems", classes=-(-people // 10), subjects=10, pupils=8, assessments=4, teachers=people)
        place = SchoolFile("SMP", DEMO_NPSN, server.host, server.port, "ems", "ems_gate", GATE_PASSWORD, loopback=True)
        emails = _let_in(school)
        errands = [
            Errand(place, emails[s.teacher], s, Path(folder, str(n)), edits, within * n / people)
            for n, s in enumerate(school.sheets[:people])
        ]
        start = time.perf_counter()
        with _counting(school) as counts, ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            told = [one for group in pool.map(together, [errands[n::processes] for n in range(processes)]) for one in group]
        return Outcome(told, _marks(school), max(counts), time.perf_counter() - start)


def _let_in(school: BenchSchool) -> dict[str, str]:
    """Teacher → address. All have the same password under the same salt, so that it is derived once."""
    salt = secrets.token_bytes(16)
    key = identity.derive(PASSWORD, salt)
    emails = {teacher: f"guru{n}@sekolah.test" for n, teacher in enumerate(dict.fromkeys(sheet.teacher for sheet in school.sheets))}
    with psycopg.connect(school.admin, dbname=school.database) as connection:
        connection.execute("set role ems_owner")
        connection.cursor().executemany("update ems.users set email = %s where id = %s", [(email, who) for who, email in emails.items()])
        connection.execute("set role ems_core")
        connection.cursor().executemany("select identity.put_credential(%s, %s, %s)", [(who, key, salt) for who in emails])
    return emails


@contextmanager
def _counting(school: BenchSchool) -> Iterator[list[int]]:
    """How many connections people have, looked at five times a second by the superuser, for whom some are kept."""
    counts, over = [0], threading.Event()
    with psycopg.connect(school.admin, dbname=school.database, autocommit=True) as connection:

        def look() -> None:
            while not over.wait(0.2):
                row = connection.execute("select count(*) from pg_stat_activity where usename ~ '^ems_'").fetchone()
                counts.append(row[0] if row else 0)

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield counts
        finally:
            over.set()
            looking.join()


def _marks(school: BenchSchool) -> dict[str, Marks]:
    there: dict[str, Marks] = {sheet.id: {} for sheet in school.sheets}
    with psycopg.connect(school.admin, dbname=school.database) as connection:
        for sheet, a, s, value in connection.execute("select scope_id::text, assessment_id::text, student_id::text, value from ems.scores"):
            if value is not None:
                there[sheet][a, s] = float(value)
    return there


def clients() -> list[Figure]:
    """300 people on 60 connections; the peer is one of them alone on the same server. They come within two minutes: two cores here
    derive all their passwords' keys, which in a school is done by 300 computers."""
    alone, crowd = run(1, 60, processes=1), run(300, 60, within=ARRIVE)
    where = (
        f"300 people within {ARRIVE:.0f} s on 60 connections (most at a time {crowd.most}), turned away {crowd.refused()} times while syncing, "
        f"lost {crowd.lost()}, all in step after {crowd.seconds:.0f} s, clients on the same machine; load {load()}"
    )
    names = {"signed_in": "clients: sign-in", "filled": "clients: first fill", "synced": "clients: mark saved to known at school"}
    figures = [
        Figure(f"{name}, {label}", percentile(crowd.times(what), q), "s", None, "value", percentile(alone.times(what), 0.5), "alone", where)
        for what, name in names.items()
        for label, q in (("p50", 0.5), ("p95", 0.95))
    ]
    wrong = crowd.lost() + sum(bool(one.stuck) for one in crowd.people)
    return [*figures, Figure("clients: marks lost or people stuck", wrong, "", 0, "value", 1, "one", where)]
