"""The servers that all other tests use."""

from __future__ import annotations

import psycopg
import pytest

from tests.servers import Server


def test_both_versions_are_real(postgres: Server):
    with postgres.fresh() as name, psycopg.connect(postgres.dsn(name)) as connection:
        assert connection.info.server_version // 10000 == postgres.version
        assert connection.execute("select lower('É')").fetchone() == ("é",)


def test_a_database_is_made_from_a_template(postgres18: Server):
    with postgres18.fresh() as template:
        with psycopg.connect(postgres18.dsn(template)) as connection:
            connection.execute("create table t as select 7 as n")
        with postgres18.fresh(template) as copy, psycopg.connect(postgres18.dsn(copy)) as connection:
            assert connection.execute("select n from t").fetchone() == (7,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres18.dsn(template))


def test_other_logins_get_in_with_their_own_password(postgres18: Server):
    with psycopg.connect(postgres18.dsn(), autocommit=True) as owner:
        owner.execute("create role t_somebody login password 'hers'")
        owner.execute("grant connect on database postgres to t_somebody")  # a school on this server has closed it to everybody
        try:
            with psycopg.connect(postgres18.dsn(user="t_somebody", password="hers")) as connection:
                assert connection.execute("select session_user").fetchone() == ("t_somebody",)
        finally:
            owner.execute("drop owned by t_somebody")
            owner.execute("drop role t_somebody")
