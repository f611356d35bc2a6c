"""Which way is chosen."""

import subprocess
import sys
import time
import types

import pytest

from ginn_gl.config import NetworkSpec
from ginn_gl.render import choice
from ginn_gl.render.pixels.context import headless_context
from ginn_gl.render.trial import trial

NETWORK = NetworkSpec((3,))


@pytest.fixture
def context(monkeypatch, tmp_path):
    """Of a GPU that does not exist, with a config folder of its own, and no trials yet."""
    monkeypatch.setattr(choice, "settings_folder", lambda: tmp_path / "new")
    forget(monkeypatch)
    return types.SimpleNamespace(info={"GL_RENDERER": "Fast 9000", "GL_VERSION": "4.6"})


def forget(monkeypatch) -> None:
    """As a new process does."""
    monkeypatch.setattr(choice, "_trials", {})
    monkeypatch.setattr(choice, "_chosen", {})


def let_trials_say(monkeypatch, text: str) -> None:
    monkeypatch.setattr(choice, "_begin_trial", lambda network: subprocess.Popen(
        [sys.executable, "-c", f"print({text!r})"], stdout=subprocess.PIPE))


def wait_for(context) -> str:
    end = time.monotonic() + 20
    choice.way_for(context, NETWORK)
    while choice.is_undecided(NETWORK):
        assert time.monotonic() < end
        time.sleep(0.01)
    return choice.way_for(context, NETWORK)


def never(network):
    raise AssertionError("tried")


def test_a_structure_is_tried_once_on_a_gpu_and_remembered(context, monkeypatch):
    let_trials_say(monkeypatch, '{"renderer": "Fast 9000", "cells": 2.0, "pixels": 1.0}')
    assert choice.way_for(context, NETWORK) == "cells"  # meanwhile
    assert wait_for(context) == "pixels"
    forget(monkeypatch)
    monkeypatch.setattr(choice, "_begin_trial", never)
    assert choice.way_for(context, NETWORK) == "pixels"
    context.info["GL_VERSION"] = "4.6, a new driver"
    with pytest.raises(AssertionError, match="tried"):
        choice.way_for(context, NETWORK)


@pytest.mark.parametrize("said", ["", "[]", '{"renderer": "another", "cells": 2.0, "pixels": 1.0}',
                                  '{"renderer": "Fast 9000", "cells": 1.0, "pixels": 2.0}'])
def test_a_trial_that_fails_or_loses_leaves_cells(context, monkeypatch, said):
    let_trials_say(monkeypatch, said)
    assert wait_for(context) == "cells"
    assert not choice.is_undecided(NETWORK)


@pytest.mark.parametrize("text", ["", "[]", '{"Fast 9000, 4.6": "pixels"}'])
def test_what_cannot_be_read_is_tried_again(context, monkeypatch, text):
    (choice.settings_folder()).mkdir()
    (choice.settings_folder() / "ways.json").write_text(text)
    let_trials_say(monkeypatch, '{"renderer": "Fast 9000", "cells": 2.0, "pixels": 1.0}')
    assert wait_for(context) == "pixels"


def test_a_folder_that_cannot_be_written_is_no_hindrance(context, monkeypatch):
    choice.settings_folder().write_text("a file where the folder should be")
    let_trials_say(monkeypatch, '{"renderer": "Fast 9000", "cells": 1.0, "pixels": 2.0}')
    assert wait_for(context) == "cells"


def test_software_renderers_need_no_trial(context, monkeypatch):
    monkeypatch.setattr(choice, "_begin_trial", never)
    context.info["GL_RENDERER"] = "llvmpipe (LLVM 15.0.6, 256 bits)"
    assert choice.way_for(context, NETWORK) == "cells"


def test_a_trial_draws_both_ways():
    told = trial(NETWORK)
    assert told["renderer"] == headless_context().info["GL_RENDERER"]
    assert told["cells"] > 0 and told["pixels"] > 0
