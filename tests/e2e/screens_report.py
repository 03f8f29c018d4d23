"""The screens of the report, for the table in screens.py."""

from pollapp.domain.stages import Stage
from tests.e2e.prepared import Prepared
from tests.e2e.talks import talks_of
from tests.e2e.visiting import Screen, Visitor, unfold

REPORT = "/console/<session_id>/report"


def reads(by: Visitor, session: Prepared, query: str = "") -> None:
    unfold(by.facilitates(f"{session.console}/report{query}"))


REPORT_SCREENS = [
    Screen("report", REPORT, "laptop", lambda by: reads(by, talks_of(by.world).wrapped_up)),
    Screen("report-phone", REPORT, "phone", lambda by: reads(by, talks_of(by.world).wrapped_up, "?notes=1")),
    Screen("report-lobby", REPORT, "laptop", lambda by: reads(by, by.world.at(Stage.LOBBY))),
    Screen("report-covered", REPORT, "laptop", lambda by: reads(by, by.world.at(Stage.VOTING))),
    Screen("report-own-grid", REPORT, "laptop", lambda by: reads(by, by.world.own(Stage.CLOSED))),
    Screen("report-rehearsal", REPORT, "phone", lambda by: reads(by, by.world.rehearsal)),
]
