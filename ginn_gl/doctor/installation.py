"""The package with what it brings and what it needs, and the machine it is on."""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import psutil

from ..errors import GinnError
from ..paths import bundled_runs
from ..train.engines.cores import available_cores
from .report import Part

LEAST_MEMORY = 1e9  # bytes free: torch alone takes a third of it
REQUIREMENT = re.compile(r"([\w.-]+)\s*([^;]*)")
BOUND = re.compile(r"(>=|<)\s*([\d.]+)")


def installation() -> Part:
    """Versions, each of them within the range that was tried, and the files that come with the package."""
    part = Part("Installation")
    place = Path(__file__).parents[1]
    try:
        part.facts["ginn-gl"] = f"{version('ginn-gl')} in {place}"
        requirements = requires("ginn-gl") or ()
    except PackageNotFoundError:
        part.facts["ginn-gl"] = f"not installed, in {place}"
        part.wrong.append("GINN-GL is used without being installed, so that nobody knows what it needs: "
                          "pip install -e . in its folder")
        requirements = ()
    part.facts["Python"] = f"{platform.python_version()}, {sys.executable}"
    for requirement in requirements:
        if "extra ==" not in requirement:
            _look_at(requirement, part)
    runs = sorted(bundled_runs().glob("*.ginn"))
    part.facts["bundled runs"] = f"{len(runs)} in {bundled_runs()}"
    if not runs:
        part.wrong.append("the bundled runs are missing: install GINN-GL anew")
    try:
        from ..render.pixels.source import shader

        shader("picture.frag", {}, unrolled=False)
    except GinnError as error:
        part.wrong.append(str(error))
    return part


def _look_at(requirement: str, part: Part) -> None:
    name, wanted = REQUIREMENT.match(requirement).groups()
    try:
        found = part.facts[name] = version(name)
    except PackageNotFoundError:
        part.facts[name] = "missing"
        part.wrong.append(f"{name} is missing: pip install '{name}{wanted.strip()}'")
        return
    if not within(found, wanted):
        part.wrong.append(f"{name} {found} is outside of what was tried, and may fail or draw nothing: "
                          f"pip install '{name}{wanted.strip()}'")


def within(version: str, wanted: str) -> bool:
    """Whether a version such as '2.13.0+cpu' is in a range such as '<3,>=2.13', the only form that ours have."""
    there = _numbers(version)
    return all(there >= _numbers(bound) if sign == ">=" else there < _numbers(bound)
               for sign, bound in BOUND.findall(wanted))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.match(r"\d+(\.\d+)*", version)[0].split(".")))


def machine() -> Part:
    """What trainings and drawing have to work with."""
    memory = psutil.virtual_memory()
    part = Part("Machine", {
        "system": platform.platform(),
        "cores": f"{available_cores()} of {psutil.cpu_count()}",
        "memory": f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free",
    })
    if memory.available < LEAST_MEMORY:
        part.wrong.append("there is little memory left: end other programs before training or making videos")
    return part
