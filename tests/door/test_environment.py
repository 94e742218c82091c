"""The environment is what the lock file names, whatever happened while it was made."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from ems_desktop.domain.errors import Outage
from ems_desktop.door.environment import is_fresh
from ems_desktop.door.pip_source import fetch
from tests.door.conftest import Checkout
from tests.door.index import Index


def test_it_is_made_once_and_follows_the_lock(checkout: Checkout):
    assert "Preparing" in checkout.prepare()
    assert (checkout.tiny(), is_fresh(checkout.root)) == ("1.0", True)
    assert checkout.prepare() == ""
    witness = checkout.root / ".venv" / "made-by-hand"
    witness.touch()

    checkout.lock("2.0")
    assert not is_fresh(checkout.root)
    checkout.prepare()
    assert (checkout.tiny(), witness.exists()) == ("2.0", True)

    (checkout.root / ".venv" / "ems.lock").unlink()  # an environment that somebody made without the door is taken over
    checkout.prepare()
    assert (is_fresh(checkout.root), witness.exists()) == (True, True)


def test_of_two_starters_one_makes_it_and_the_other_waits(checkout: Checkout):
    starters = [checkout.start(), checkout.start()]
    said = [starter.communicate(timeout=120)[1] for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0]
    assert sorted("Preparing" in words for words in said) == [False, True]
    assert checkout.tiny() == "1.0"


def test_one_that_was_killed_while_it_was_made_is_made_anew(checkout: Checkout):
    starter = checkout.start()
    installing = checkout.root / ".venv" / "ems.log"
    deadline = time.monotonic() + 60
    while not installing.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    leftover = checkout.root / ".venv" / "half-made"
    leftover.touch()

    checkout.prepare()
    assert (checkout.tiny(), is_fresh(checkout.root), leftover.exists()) == ("1.0", True, False)


def test_a_package_that_is_not_the_locked_one_is_refused_in_one_sentence(checkout: Checkout):
    lock = checkout.root / "requirements.lock"
    right = lock.read_text()
    lock.write_text(right.rpartition("sha256:")[0] + f"sha256:{'0' * 64}\n")
    said = checkout.prepare()
    assert "EMS-1902" in said
    assert not is_fresh(checkout.root)

    lock.write_text(right)
    checkout.prepare()
    assert checkout.tiny() == "1.0"


def test_pip_itself_comes_from_the_configured_index_and_its_hash_is_checked(
    index: Index, locked_pip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = tmp_path / "pip.conf"
    settings.write_text(f"[global]\nindex-url = {index.address}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    for name in ("PIP_INDEX_URL", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
    lock = tmp_path / "requirements.lock"
    lock.write_text(index.locked("pip", locked_pip) + index.locked("tiny", "1.0"))
    assert fetch(lock, tmp_path).stat().st_size > 1_000_000

    lock.write_text(f"pip=={locked_pip} \\\n    --hash=sha256:{'0' * 64}\n")
    with pytest.raises(Outage, match="not the file the lock names"):
        fetch(lock, tmp_path)


def test_an_index_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"pip==1 \\\n    --hash=sha256:{'0' * 64}\n")
    with pytest.raises(Outage, match=r"http://127\.0\.0\.1:9/simple/pip/ does not answer"):
        fetch(lock, tmp_path)
