"""A run file from elsewhere: whatever is wrong with it is said in one line, at once, and never crashes."""

import os
import random
import sqlite3

import numpy as np
import pytest

from ginn_gl.errors import RunFileError
from ginn_gl.store import Run
from ginn_gl.store.summary import as_text

NOT_A_NUMBER = np.full(626, np.nan, np.float32).tobytes()
ENDLESS_VIEW = """
CREATE VIEW meta AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless)
SELECT key, value FROM old UNION ALL SELECT 'x' || n, '' FROM endless
"""

TAMPERING = {
    "parameters of another size": ["UPDATE checkpoint SET parameters = zeroblob(100)"],
    "parameters that are not finite": [("UPDATE checkpoint SET parameters = ?", (NOT_A_NUMBER,))],
    "parameters of 50 megabytes": ["UPDATE checkpoint SET parameters = zeroblob(50000000)"],
    "an infinite loss": ["UPDATE checkpoint SET loss = 1e999"],
    "no checkpoint": ["DELETE FROM checkpoint"],
    "a target larger than its pixels": ["UPDATE target SET width = 1000000, height = 1000000"],
    "a target of negative width": ["UPDATE target SET width = -200"],
    "no target": ["DELETE FROM target"],
    "two targets": ["INSERT INTO target SELECT * FROM target"],
    "no network": ["DELETE FROM meta WHERE key = 'network'"],
    "a network that is not JSON": ["UPDATE meta SET value = 'x' WHERE key = 'network'"],
    "JSON nested too deep": [("UPDATE meta SET value = ? WHERE key = 'network'", ("[" * 200_000,))],
    "a network of another type": ["UPDATE meta SET value = '{\"hidden\": \"abc\"}' WHERE key = 'network'"],
    "a network too wide": ["UPDATE meta SET value = '{\"hidden\": [1000000000]}' WHERE key = 'network'"],
    "half an iteration": ["UPDATE meta SET value = '{\"iterations\": 100.5}' WHERE key = 'training'"],
    "an unknown setting": ["UPDATE meta SET value = '{\"momentum\": 1}' WHERE key = 'training'"],
    "a view that never ends": ["ALTER TABLE meta RENAME TO old", ENDLESS_VIEW],
    "a table without types": ["DROP TABLE checkpoint",
                              "CREATE TABLE checkpoint (step, loss, learning_rate, parameters)",
                              "CREATE INDEX curve ON checkpoint (step, loss, learning_rate)",
                              "INSERT INTO checkpoint VALUES ('a', 'b', 'c', 5)"],
    "a trigger": ["CREATE TRIGGER t AFTER INSERT ON checkpoint BEGIN DELETE FROM checkpoint; END"],
    "a table whose text is torn": ["PRAGMA writable_schema = 1",
                                   "UPDATE sqlite_schema SET sql = replace(sql, 'loss', '\"loss')"],
    "a newer format": ["PRAGMA user_version = 99"],
    "another program's database": ["PRAGMA application_id = 0"],
}


@pytest.mark.parametrize("statements", TAMPERING.values(), ids=TAMPERING)
def test_a_tampered_file_is_refused(run_file, statements):
    database = sqlite3.connect(run_file)
    for statement in statements:
        database.execute(*([statement] if isinstance(statement, str) else statement))
    database.commit()
    database.close()
    refuses(run_file)


@pytest.mark.parametrize("length", [0, 1, 16, 50, 100, 5_000, 20_000, -1])
def test_a_truncated_file_is_refused(run_file, length):
    run_file.write_bytes(run_file.read_bytes()[:length])
    refuses(run_file)


def test_a_text_file_is_refused(tmp_path):
    path = tmp_path / "notes.ginn"
    path.write_text("Things to do\n" * 1000)
    refuses(path)


def refuses(path) -> None:
    with pytest.raises(RunFileError) as caught:
        Run(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_damaged_page_is_found_when_it_is_read(run_file):
    """Flip bytes at random; whatever still opens must give numbers of the right kind or a RunFileError."""
    whole = run_file.read_bytes()
    dice = random.Random(0)
    refused = 0
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(dice.choice((1, 3, 30))):
            damaged[dice.randrange(dice.choice((len(whole), 3_000)))] = dice.randrange(256)
        run_file.write_bytes(damaged)
        try:
            with Run(run_file) as run:
                as_text(run, regions=0)
                for index in range(len(run)):
                    assert run.parameters(index).shape == (626,)
                run.snapshot()
        except RunFileError:
            refused += 1
    assert refused > 20


@pytest.mark.parametrize("path, said", [
    ("", "this is a folder: name a run file in it"), ("missing.ginn", "no such file"),
    ("pipe.ginn", "this is no file")])
def test_what_is_no_file_is_said_to_be_none(tmp_path, path, said):
    if path == "pipe.ginn":
        os.mkfifo(tmp_path / path)
    with pytest.raises(RunFileError, match=said):
        Run(tmp_path / path)
