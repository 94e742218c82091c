"""Each line of `attacks.py`, by each of the five, against a real server: refused, shows nothing, or runs and changes nothing."""

from __future__ import annotations

import contextlib
from typing import Any

import psycopg
import pytest

from tests.authority.attacks import ATTACKS, CASES, EMPTY, Attack
from tests.authority.evidence import Evidence
from tests.authority.prompts import PEOPLE, ROLES, Prompts, Role
from tests.world import SchoolWorld


def of(attack: Attack, expected: str, roles: list[Role]) -> str:
    """The test's name: who, what, and what must come of it."""
    who = "everybody" if len(roles) == len(ROLES) else " and ".join(roles)
    return f"{who}: {attack.subject}, {attack.name}: {expected}"


def answer(connection: psycopg.Connection[Any], sql: str) -> tuple[str, list[tuple[Any, ...]]]:
    """The SQLSTATE, and the rows of the last statement."""
    try:
        cursor = connection.execute(sql)
        while cursor.nextset():
            pass
        return "00000", cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        return error.sqlstate or "lost", []


@pytest.mark.parametrize(("attack", "expected", "roles"), CASES, ids=[of(*case) for case in CASES])
def test_attack(world: SchoolWorld, evidence: Evidence, prompts: Prompts, attack: Attack, expected: str, roles: list[Role]) -> None:
    for role in roles:
        attacked(world, prompts, attack, role, expected)
    assert evidence.changes() == set()


def attacked(world: SchoolWorld, prompts: Prompts, attack: Attack, role: Role, expected: str) -> None:
    connection = prompts[role]
    names = {"{me}": world.login(PEOPLE[role]).role if role in PEOPLE else "ems_gate", "{other}": world.login("citra").role}
    for statement in attack.before:
        connection.execute(statement)
    state, rows = answer(connection, filled(attack.sql, names))
    if expected[:1].isdigit():
        assert state in expected.split(), (role, state, rows[:1])
    else:
        assert state == "00000", role
        assert expected != EMPTY or rows == [], role
    with contextlib.suppress(psycopg.Error):
        connection.commit()
    if attack.undo:
        connection.execute(filled(attack.undo, names))


def filled(sql: str, names: dict[str, str]) -> str:
    for place, name in names.items():
        sql = sql.replace(place, name)
    return sql.replace("{{", "{").replace("}}", "}")


def test_no_attack_is_named_twice() -> None:
    names = [(attack.subject, attack.name) for attack in ATTACKS]
    assert len(set(names)) == len(names)
