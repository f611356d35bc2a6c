"""Compile the kernels without a GPU: compile_kernel.py CAPABILITY HIDDEN BATCH ...

Prints for each three arguments, such as 90 16,16,16 128, what training takes, what it takes where two programs share a
multiprocessor, and what computing the loss takes: registers of a thread, bytes of its overflow, bytes of shared memory;
and whether the two kinds of training do the same.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.train.engines import triton_kernel
from ginn_gl.train.engines.kernel_shape import REGISTERS_OF_HALF, WARPS, KernelShape

POINTERS = {"seeds": "*i64", "sums": "*fp64"} | dict.fromkeys(
    ["parameters", "first_moments", "second_moments", "pixels", "step_sizes", "root_scales"], "*fp32")
NUMBERS = dict.fromkeys(["pixel_count", "step", "begin", "end"], "i32")
TOOLS = Path(triton.__file__).parent / "backends" / "nvidia" / "bin"


def compiled(kernel, capability: int, shape: KernelShape, registers: int | None = None):
    """The kernel for a compute capability, with as many registers of a thread as it likes or at most so many."""
    values = {"BATCH": shape.batch, "TILE": shape.tile, "WIDTH": shape.width, "DEPTH": shape.depth}
    kinds = POINTERS | NUMBERS | dict.fromkeys(values, "constexpr")
    signature = {name: kinds[name] for name in kernel.arg_names}
    constants = {name: value for name, value in values.items() if name in signature}
    source = ASTSource(kernel, signature, constants)
    return triton.compile(source, GPUTarget("cuda", capability, 32), {"num_warps": WARPS, "maxnreg": registers})


def usage(kernel) -> tuple[int, int, int]:
    """Registers of a thread, bytes of its overflow, and bytes of memory that a program's threads share."""
    with tempfile.NamedTemporaryFile(suffix=".cubin") as file:
        file.write(kernel.asm["cubin"])
        file.flush()
        report = subprocess.run([TOOLS / "cuobjdump", "-res-usage", file.name], capture_output=True, text=True)
    registers, stack = re.search(r"REG:(\d+) STACK:(\d+)", report.stdout).groups()
    return int(registers), int(stack), kernel.metadata.shared


def steps_of(kernel) -> list[str]:
    """What it does, in an assembly language that knows no limit of registers; without notes for debuggers."""
    code = kernel.asm["ptx"].partition("\t.file")[0]
    return [line for line in code.splitlines() if ".maxnreg" not in line and not line.startswith("\t.loc")]


if __name__ == "__main__":
    for capability, hidden, batch in zip(*[iter(sys.argv[1:])] * 3):
        network, training = NetworkSpec.parse(hidden), TrainingSpec(batch_size=int(batch))
        shape = KernelShape.of(network, training)
        alone = compiled(triton_kernel.train, int(capability), shape)
        half = compiled(triton_kernel.train, int(capability), shape, REGISTERS_OF_HALF)
        losses = compiled(triton_kernel.sum_losses, int(capability), shape)
        print("train", *usage(alone))
        print("shared", *usage(half), "same" if steps_of(half) == steps_of(alone) else "other")
        print("losses", *usage(losses))
