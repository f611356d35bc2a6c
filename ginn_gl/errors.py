"""The one kind of error a person is meant to read."""


class GinnError(Exception):
    """Something the user can put right; its text is one line that says what is wrong and what to do."""


class RunFileError(GinnError):
    """A run file that cannot be used; the text names the file and what is wrong with it."""
