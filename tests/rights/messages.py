"""Each message as a page would send it, at its best. A new message has to find its place here."""

from typing import Any

from tests.live.lines import new_id

BODIES: dict[str, dict[str, Any]] = {
    "place_dots": {"dots": [{"command_id": "", "round": 1, "square": 2, "choice": "red", "counter": 1}]},
    "finish": {"round": 1, "done": True},
    "forget_dots": {},
    "open_round": {"from": "lobby"},
    "close_round": {"from": "voting"},
    "reveal": {"from": "hidden"},
    "take_back": {"from": "revealed"},
    "close_session": {"from": "revealed"},
    "reopen_session": {"from": "closed"},
    "lock_joining": {"locked": True},
    "admit_one": {},
    "change_settings": {"live": True},
    "arrange_board": {"layer": "agreement", "order": "grid"},
    "begin_unveiling": {"from": "voting"},
    "unveil": {"square": 1},
    "open_second_look": {"from": "revealed", "squares": [1], "recall": "own"},
    "wrap_up": {"from": "revealed"},
    "ask_takeaways": {"from": "wrap_up"},
    "step_back": {"from": "wrap_up"},
    "move_spotlight": {"from_square": None, "square": 1},
    "show_prompt": {"prompt": "principles"},
    "set_agenda": {"before": 0, "squares": [1, 2]},
    "mark_discussed": {"square": 1, "discussed": True},
    "show_squares": {"which": "all"},
    "judge": {"id": 5, "verdict": "approved"},
    "delete_words": {"id": 5},
    "bring_up": {"id": None},
    "write_note": {"square": 1, "words": "A note."},
    "count_paper": {"round": 1, "square": 1, "counts": [1, 0, 0]},
    "set_countdown": {"seconds": 60, "running": True},
    "send_reason": {"square": 1, "words": "Ask first."},
    "send_takeaway": {"words": "Ask first."},
    "cite_principles": {"square": 1, "principles": [6]},
    "peek": {"open": True},
}


def body(event: str) -> dict[str, Any]:
    """With a command id that was never used."""
    fresh = {"command_id": new_id()}
    if event == "place_dots":
        return {"dots": [dot | fresh for dot in BODIES[event]["dots"]]}
    return BODIES[event] if event == "peek" else BODIES[event] | fresh
