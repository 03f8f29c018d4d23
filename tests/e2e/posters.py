"""Paper posters that Fay has brought in, made over HTTP in a moment: browsers only come to look at them."""

from tests.e2e.prepared import World
from tests.live.over_the_network import PATIENCE

# Beside tests/e2e/prepared.py's dots: enough on most squares, too few on one, one that nobody has counted, one that a class has not.
COUNTS = "id,green,yellow,red\n1,9,2,1\n2,1,8,1\n3,1,1,0\n4,5,0,5\n5,,,\n7,0,3,9\n"


def poster_of(world: World, held_on: str = "2025-11-20", counts: str = COUNTS) -> str:
    """The id of a poster of that day; made once."""
    made = world.__dict__.setdefault("posters", {})
    if held_on not in made:
        answer = world.fay.web.post(
            f"{world.server.url}/import",
            data={"held_on": held_on},
            files={"counts_file": ("poster.csv", counts)},
            headers={"Origin": world.server.url},
            timeout=PATIENCE,
        )
        assert answer.ok, answer.text
        made[held_on] = answer.url.split("/console/")[1].split("/")[0]
    id: str = made[held_on]
    return id
