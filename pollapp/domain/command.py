"""What every command is made from."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    def content(self) -> dict[str, Any]:
        """What the command says, for telling a retry from another command under the same id; unset fields are left out."""
        said = {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name)) is not None}
        return {"command": type(self).__name__, **said}

    @property
    def typed(self) -> str | None:
        """What somebody typed with it, to be kept beside the log; None for most commands."""
        return None

    @property
    def takes_back(self) -> bool:
        """Whether it takes away for good what somebody has given: once that is answered, it must not come back."""
        return False


@dataclass(frozen=True, slots=True)
class StageCommand(Command):
    """Names the stage it starts from."""

    from_stage: str
