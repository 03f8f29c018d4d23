"""What a session is called that is no class of people with phones: the mark on every page, list and file of it."""

from pollapp.domain.said import Said, say

KIND_WORDS: dict[str, Said] = {"rehearsal": say("Rehearsal"), "paper": say("Paper poster")}


def kind_words(kind: str) -> str:
    """The mark of this kind of session (`events.Kind`), "" for a class."""
    return KIND_WORDS.get(kind, "")
