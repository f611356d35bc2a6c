"""Which way to draw a network with: from cells, or pixel by pixel on the GPU.

A software renderer draws from cells: evaluating the network at every pixel is what the processor is slowest at. A GPU
draws the faster way, tried once for each network's structure and remembered. The trial is a process of its own, because
drivers take seconds to compile a shader; most keep what they have compiled, so that here it is there at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress

import moderngl

from ..config import NetworkSpec
from ..paths import settings_folder
from ..store.specs import network_to_json
from .pixels.context import is_software

CELLS, PIXELS = "cells", "pixels"
FORMAT = 2  # of networks that are written down

_trials: dict[NetworkSpec, subprocess.Popen] = {}
_chosen: dict[tuple[str, NetworkSpec], str] = {}  # so far, in this process


def way_for(context: moderngl.Context, network: NetworkSpec) -> str:
    """CELLS or PIXELS; CELLS too while that is still being tried."""
    if is_software(context):
        return CELLS
    place = _gpu(context), network
    if place not in _chosen:
        if known := _recall().get(place[0], {}).get(str(network)):
            _chosen[place] = PIXELS if known == PIXELS else CELLS
        elif network not in _trials:
            _trials[network] = _begin_trial(network)
        elif not is_undecided(network):
            _chosen[place] = _outcome(context, _trials[network])
            _remember(*place, _chosen[place])
    return _chosen.get(place, CELLS)


def written(network: NetworkSpec) -> str:
    """As the trial takes it."""
    return json.dumps(network_to_json(network, FORMAT))


def is_undecided(network: NetworkSpec) -> bool:
    """Is a trial under way, after which way_for may say something else?"""
    return network in _trials and _trials[network].poll() is None


def _gpu(context: moderngl.Context) -> str:
    """With its driver: a new one is tried anew."""
    return f"{context.info['GL_RENDERER']}, {context.info['GL_VERSION']}"


def _begin_trial(network: NetworkSpec) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "ginn_gl.render.trial", written(network)],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _outcome(context: moderngl.Context, trial: subprocess.Popen) -> str:
    """What a trial that has ended says; CELLS, which need nothing, if it failed or had another GPU."""
    try:
        told = json.loads(trial.communicate()[0])
        same = told["renderer"] == context.info["GL_RENDERER"]
        return PIXELS if same and told[PIXELS] < told[CELLS] else CELLS
    except (ValueError, KeyError, TypeError):
        return CELLS


def _recall() -> dict:
    """Ways by structure, by GPU; none where there is nothing to be read, which only means to try again."""
    try:
        known = json.loads((settings_folder() / "ways.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {gpu: ways for gpu, ways in known.items() if isinstance(ways, dict)} if isinstance(known, dict) else {}


def _remember(gpu: str, network: NetworkSpec, way: str) -> None:
    known = _recall()
    known.setdefault(gpu, {})[str(network)] = way
    path = settings_folder() / "ways.json"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with suppress(OSError):  # it will be tried again next time, and works all the same
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(known, indent=2), encoding="utf-8")
        part.replace(path)
