"""Names of all that GINN-GL and its tests depend on, without versions: `python tools/dependencies.py`."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
requirements = map(Requirement, [*project["dependencies"], *project["optional-dependencies"]["test"]])
print(*(requirement.name for requirement in requirements if not requirement.marker or requirement.marker.evaluate()))
