"""One participant in the talk: thinks, then says what there is to say about what is in the spotlight, and at the end."""

import secrets
from collections.abc import Callable, Sequence

from pollapp.rehearsal.line import Payload
from pollapp.rehearsal.phone import Phone
from pollapp.rehearsal.talk import TAKEAWAYS, Say

Speaker = Callable[[int], Sequence[Say]]  # subject → what there is to say


class Talker:
    """Says everything once. What the talk cut short comes when it is back at that square: as the same message, if it was on its way."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._unsaid: dict[int, list[tuple[Say, Payload]]] = {}

    def has_words(self, view: Payload) -> bool:
        """Whether something is left to say about what is talked about now."""
        subject = _subject(view)
        return subject is not None and (subject not in self._unsaid or bool(self._unsaid[subject]))

    def talk(self, phone: Phone) -> None:
        """Say it, one thing after the other, for as long as it is what the room talks about."""
        subject = _subject(phone.view)
        if subject is None:
            return
        if subject not in self._unsaid:
            self._unsaid[subject] = [(say, {"command_id": new_id(), **say.payload}) for say in self._speaker(subject)]
        unsaid = self._unsaid[subject]

        def wanted() -> bool:
            return _subject(phone.view) == subject

        while unsaid and wanted() and not phone.over and not phone.gone:
            say, payload = unsaid[0]
            phone.wait(say.after, wanted)
            if phone.until_answered(say.event, payload, wanted):
                unsaid.pop(0)


def new_id() -> str:
    """A command_id that nobody has used."""
    return secrets.token_urlsafe(12)


def _subject(view: Payload) -> int | None:
    """What the room talks about: the square in the spotlight, or at the end what people take with them; None when it does not."""
    if view.get("stage") == "takeaways":
        return TAKEAWAYS
    spotlight = view.get("spotlight")
    return int(spotlight["square"]) if spotlight else None
