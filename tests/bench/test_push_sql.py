"""The benchmark of push itself still runs, and measures what it says."""

from tests.bench import push_sql
from tests.servers import Server


def test_it_measures_both_floors_and_push_on_a_seeded_school(postgres18: Server) -> None:
    database = "bench_smoke"
    postgres18.drop(database)
    try:
        school = push_sql.seed(postgres18.dsn(), database, classes=1, subjects=2, pupils=5, assessments=10)
        assert school.scores == 100
        figures = push_sql.run(school, cases=("1 × 1", "1 × 40"), seconds=0.05, runs=1)
        assert [figure.cells for figure in figures] == [1, 40]
        assert all(rate > 0 for figure in figures for rate in figure.rates.values())
        assert all(word in line for line in push_sql.lines(figures) for word in ("floor", "floor2", "push"))
    finally:
        postgres18.drop(database)
