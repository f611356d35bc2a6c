"""Standard output and error as a command finds them: full, closed, or without characters for a name."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path

AS_IT_IS = "as-it-is-or-escaped"
CANNOT_BE_WRITTEN = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""What is wrong with a stream; errors with files have the file's name too."""

LONGEST_COMPLAINT = 1000
"""Characters: what is wrong is not to drown in what was typed."""


def prepare() -> None:
    """Have every name taken, and a stream that the caller has closed lead nowhere."""
    codecs.register_error(AS_IT_IS, _as_it_is_or_escaped)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # and the next file that is opened would be taken for it
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=AS_IT_IS)


def complain(text: str) -> None:
    """Say what is wrong on standard error, in one line, of characters that leave a terminal as it is."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in " ".join(text.split()))
    if len(line) > LONGEST_COMPLAINT:
        line = f"{line[:LONGEST_COMPLAINT // 2]} ... {line[-LONGEST_COMPLAINT // 4:]}"
    with suppress(OSError):  # where even that cannot be said, the status tells
        print("ginn-gl:", line, file=sys.stderr)


def let_go() -> None:
    """Forget what cannot be written, which the interpreter would try once more, and complain of, when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _as_it_is_or_escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    """Bytes of a name that are no text go out as they came in; characters that the stream has not are escaped."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.lookup_error("backslashreplace")(error)
