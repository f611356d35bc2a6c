"""Dependencies in the range that was tried: an older or a much newer one may draw nothing, and not say so."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIREMENTS = [Requirement(text) for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"])]
TRIED = dict(re.findall(r"^([\w-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE))


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_a_range_is_from_what_was_tried_to_before_the_next_that_may_break(requirement):
    tried = Version(TRIED[requirement.name])
    major, minor = tried.release[:2]
    assert tried in requirement.specifier
    assert f"{major + 1}.0" not in requirement.specifier
    assert not major or f"{major - 1}.99" not in requirement.specifier
    assert not minor or f"{major}.{minor - 1}.99" not in requirement.specifier
