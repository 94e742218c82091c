"""One cycle of sync: push what waits, pull what moved. Called from one thread; knows nothing of timing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError
from ems_desktop.store.local import LocalStore
from sync import outbox, verdicts
from sync.pull import Pulled, pull
from sync.verdicts import Tally

if TYPE_CHECKING:
    from sync.remote import Remote

HELD_UP = 1412
KEEP_DAYS = 30  # acknowledged sets stay here this long: a server restored from a backup gets them offered again


@dataclass(slots=True)
class Report:
    """What one cycle did."""

    tally: Tally = field(default_factory=Tally)
    pulled: Pulled = field(default_factory=Pulled)

    @property
    def quiet(self) -> bool:
        return not (self.tally.applied or self.tally.conflicts or self.tally.refused or self.pulled.rows or self.pulled.scopes)


class Engine:
    """`dial` opens a connection as this person; its errors (Outage, NotAllowed) pass through to the caller."""

    def __init__(self, store: LocalStore, dial: Callable[[], Remote]) -> None:
        self._store = store
        self._dial = dial
        self._remote: Remote | None = None
        self._held_up = False  # the last cycle waited for somebody's lock in vain
        self.before_dial: Callable[[], None] = lambda: None  # may start a server of our own

    def cycle(self) -> Report:
        """Push everything that waits, then pull. What was committed before an error stays committed, here and there."""
        from ems_desktop.store.connect import speaking  # the driver is not needed to come in

        report = Report()
        try:
            with speaking():
                self._remote = remote = self._remote or self._connect()
                self._meet(remote)
                while batch := self._batch():
                    report.tally.add(self._push(remote, batch))
                report.pulled = pull(self._store, remote)
        except BaseException as error:
            self._held_up = getattr(error, "code", 0) == HELD_UP
            self.hang_up()
            raise
        return report

    def _connect(self) -> Remote:
        self.before_dial()
        remote = self._dial()
        if self._held_up:
            remote.clear_stuck()
        return remote

    def crowded(self) -> bool:
        """Whether others wait for connections. False without one of our own; one that broke is given up."""
        from ems_desktop.store.connect import speaking

        if self._remote is None:
            return False
        try:
            with speaking():
                return self._remote.crowded()
        except EmsError:
            self.hang_up()
            return False

    def hang_up(self) -> None:
        """Give the connection back; the next cycle dials anew."""
        remote, self._remote = self._remote, None
        if remote is not None:
            remote.close()

    def _batch(self) -> list[outbox.PendingSet]:
        with self._store.reading() as session:
            return outbox.pending(session)

    def _push(self, remote: Remote, batch: list[outbox.PendingSet]) -> Tally:
        answers = remote.push([one.payload() for one in batch])
        with self._store.applying() as session:
            return verdicts.take(session, batch, answers)

    def _meet(self, remote: Remote) -> None:
        """A server restored from a backup has another epoch: read everything anew, offer again what it may have lost."""
        epoch = remote.epoch()
        known = self._store.meta("epoch")
        if known == epoch:
            return
        if known is not None:
            with self._store.applying() as session:
                session.execute(sa.text("update scope set rev = -1"))
                session.execute(
                    sa.text("update change set live = 1 where seq in (select seq from outbox where state in ('acked', 'done'))")
                )
                session.execute(sa.text("update outbox set state = 'pending' where state in ('acked', 'done')"))
        self._store.remember("epoch", epoch)


def prune(store: LocalStore) -> None:
    """Forget acknowledged sets that are older than the backup horizon. Conflicts and refusals stay until they are answered."""
    with store.applying() as session:
        old = session.execute(
            sa.text(
                "select seq from outbox where state = 'done' and at < datetime('now', :days) and seq not in (select seq from conflict where choice is null)"
            ),
            {"days": f"-{KEEP_DAYS} days"},
        ).scalars()
        given = {"seqs": json.dumps(list(old))}
        session.execute(sa.text("delete from change where seq in (select value from json_each(:seqs))"), given)
        session.execute(sa.text("delete from outbox where seq in (select value from json_each(:seqs))"), given)
