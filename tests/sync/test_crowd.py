"""Many people come at once to a server with few connections. The benchmark `clients` does the same with 300 people on 60."""

from tests.bench import clients


def test_thirty_people_on_ten_connections_end_in_step_and_lose_nothing():
    crowd = clients.run(30, 10, edits=3)
    assert [one.stuck for one in crowd.people if one.stuck] == []
    assert crowd.most <= 10
    assert crowd.lost() == 0
    assert {code for one in crowd.people for code in one.codes} <= {1407}
    assert len(crowd.times("synced")) > 30
