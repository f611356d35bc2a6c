"""Every public name says what it is, and of arrays how large they are."""

import inspect
import re

import pytest

import ginn_gl

ARRAY = re.compile(r"ndarray")
SHAPE = re.compile(r"\(\w+(, ?\w+)*,?\)")  # such as (H, W, 3) or (P,)


def public_parts() -> dict[str, object]:
    """All names of the package, and of its classes their own methods and properties."""
    parts = {name: getattr(ginn_gl, name) for name in ginn_gl.__all__}
    for name, part in list(parts.items()):
        if inspect.isclass(part):
            own = (member for base in part.__mro__ if base.__module__.startswith("ginn_gl") for member in vars(base))
            parts |= {f"{name}.{member}": inspect.getattr_static(part, member) for member in own
                      if not member.startswith("_") and _is_documented(inspect.getattr_static(part, member))}
    return parts


def _is_documented(member: object) -> bool:
    """Methods and properties are; fields of a dataclass are described in the class's own docstring."""
    return inspect.isfunction(member) or isinstance(member, (property, classmethod, staticmethod))


PARTS = public_parts()


def test_the_package_says_what_it_is():
    assert ginn_gl.__doc__


@pytest.mark.parametrize("name", PARTS)
def test_a_public_name_says_what_it_is(name):
    said = inspect.getdoc(PARTS[name])
    assert said and said.rstrip()[-1] in ".)", name
    function = getattr(PARTS[name], "fget", PARTS[name])
    returned = str(getattr(function, "__annotations__", {}).get("return", ""))
    if ARRAY.search(returned):
        assert SHAPE.search(said), f"{name} returns an array: of what shape?"


@pytest.mark.parametrize("name", [name for name in PARTS if hasattr(PARTS[name], "__dataclass_fields__")])
def test_a_dataclass_says_what_its_fields_are(name):
    said = inspect.getdoc(PARTS[name])
    missing = [field for field in PARTS[name].__dataclass_fields__ if not re.search(rf"\b{field}\b", said)]
    assert not missing, f"{name}: {', '.join(missing)}"
