"""Where the files beside the code are: inside the package when it is installed, beside it in the source tree."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
FILES = _PACKAGE if (_PACKAGE / "templates").exists() else _PACKAGE.parent  # holds templates/ and static/
PRINT_FONTS = FILES / "static" / "vendor" / "print"  # what a PDF is set in; put there at set-up (build_hook.py)
