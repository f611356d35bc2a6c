"""Whether a process may hold as many files open as trainings side by side take."""

from __future__ import annotations

from ..errors import GinnError

FILES_A_RUN = 4  # the database, its log, its shared memory and its lock
OTHERS = 64      # compiled code, libraries, a GPU's devices


def make_room(runs: int) -> None:
    """Raise the limit of open files as far as so many runs need. Raises GinnError where it cannot be."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    needed = FILES_A_RUN * runs + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except (ValueError, OSError):
        raise GinnError(f"{runs} trainings side by side need {needed} open files, and {soft} are allowed here: train "
                        f"up to {max(1, (soft - OTHERS) // FILES_A_RUN)} at once, or raise the limit (ulimit -n)"
                        ) from None
