"""Shader text: found, its includes put in, its loops unrolled, and the network's constants prepended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ...errors import GinnError

VERSION = "#version 330 core\nprecision highp float;\nprecision highp int;\n"
WEB_VERSION = VERSION.replace("330 core", "300 es") + "precision highp sampler2D;\n"

Vector = tuple[float, ...]
Constants = dict[str, int | float | list[int] | Vector | list[Vector]]

_INCLUDE = re.compile(r'^\s*#include "([\w.]+)"\s*$', re.MULTILINE)
_LOOP = re.compile(r"#pragma unroll\s+for \(int (\w+) = (\d+); \1 < (\w+)(?:\[(\d+)\])?; \+\+\1\) \{")
_BRACE = re.compile(r"[{}]")


def shader(name: str, constants: Constants, unrolled: bool, version: str = VERSION) -> str:
    """The whole text of a shader. Raises GinnError, naming the file, where one cannot be read.

    constants: numbers, vectors, and lists of whole numbers or vectors, that the shader knows by name.
    version: the lines it opens with, WEB_VERSION for WebGL 2.
    unrolled: write loops marked `#pragma unroll` out. Some compilers would otherwise keep them, and then
    index registers through memory, which is several times slower.
    """
    text = _read(name)
    if unrolled:
        text = _unroll(text, constants)
    return version + "".join(map(_define, constants.items())) + text


def _read(name: str) -> str:
    path = _folder() / name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GinnError(f"{path}: shader not readable ({error.strerror}): install GINN-GL again") from None
    return _INCLUDE.sub(lambda match: _read(match[1]), text)


def _folder() -> Path:
    """shaders/ lies inside the package where it is installed, and beside it in a checkout."""
    package = Path(__file__).parents[2]
    installed = package / "shaders"
    return installed if installed.is_dir() else package.parent / "shaders"


def _define(constant: tuple[str, int | float | list[int] | Vector | list[Vector]]) -> str:
    name, value = constant
    if isinstance(value, int):
        return f"#define {name} {value}\n"
    if isinstance(value, float):
        return f"const float {name} = {value:.8f};\n"
    if isinstance(value, tuple):
        return f"const {_type(value)} {name} = {_literal(value)};\n"
    kind, count = _type(value[0]), len(value)
    return f"const {kind} {name}[{count}] = {kind}[{count}]({', '.join(map(_literal, value))});\n"


def _type(value: int | Vector) -> str:
    return "int" if isinstance(value, int) else f"vec{len(value)}"


def _literal(value: int | Vector) -> str:
    return str(value) if isinstance(value, int) else f"{_type(value)}({', '.join(f'{part:.8f}' for part in value)})"


def _unroll(text: str, constants: Constants) -> str:
    done, at = [], 0
    while loop := _LOOP.search(text, at):
        index, start, bound, which = loop.groups()
        if not bound.isdecimal() and bound not in constants:  # in a part that this shader leaves out
            done.append(text[at:loop.end()])
            at = loop.end()
            continue
        end = _closing_brace(text, loop.end())
        done.append(text[at:loop.start()])
        body, at = text[loop.end():end], end + 1
        count: Any = int(bound) if bound.isdecimal() else constants[bound]
        if which:
            count = count[int(which)]
        between = re.split(rf"\b{index}\b", body)
        copies = ("{" + str(i).join(between) + "}\n" for i in range(int(start), count))
        done += (_unroll(copy, constants) for copy in copies)
    return "".join([*done, text[at:]])


def _closing_brace(text: str, start: int) -> int:
    """Where the block that is open at `start` closes."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    raise ValueError("a loop that never closes")
