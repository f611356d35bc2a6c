"""Compile the kernels without a GPU: compile_kernel.py CAPABILITY HIDDEN BATCH ...

Prints for each three arguments, such as 90 16,16,16 128, the registers of a thread and the bytes of overflow
that training takes, and then computing the loss.
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
from ginn_gl.train.engines.kernel_shape import WARPS, KernelShape

POINTERS = {"seeds": "*i64", "sums": "*fp64"} | dict.fromkeys(
    ["parameters", "first_moments", "second_moments", "pixels", "step_sizes", "root_scales"], "*fp32")
NUMBERS = dict.fromkeys(["pixel_count", "step", "begin", "end"], "i32")
TOOLS = Path(triton.__file__).parent / "backends" / "nvidia" / "bin"


def compiled(kernel, capability: int, shape: KernelShape) -> bytes:
    """The machine code for a compute capability."""
    values = {"BATCH": shape.batch, "TILE": shape.tile, "WIDTH": shape.width, "DEPTH": shape.depth}
    kinds = POINTERS | NUMBERS | dict.fromkeys(values, "constexpr")
    signature = {name: kinds[name] for name in kernel.arg_names}
    constants = {name: value for name, value in values.items() if name in signature}
    source = ASTSource(kernel, signature, constants)
    return triton.compile(source, GPUTarget("cuda", capability, 32), {"num_warps": WARPS}).asm["cubin"]


def usage(code: bytes) -> tuple[int, int]:
    with tempfile.NamedTemporaryFile(suffix=".cubin") as file:
        file.write(code)
        file.flush()
        report = subprocess.run([TOOLS / "cuobjdump", "-res-usage", file.name], capture_output=True, text=True)
    registers, stack = re.search(r"REG:(\d+) STACK:(\d+)", report.stdout).groups()
    return int(registers), int(stack)


for capability, hidden, batch in zip(*[iter(sys.argv[1:])] * 3):
    network, training = NetworkSpec.parse(hidden), TrainingSpec(batch_size=int(batch))
    shape = KernelShape.of(network, training)
    for kernel in (triton_kernel.train, triton_kernel.sum_losses):
        print(*usage(compiled(kernel, int(capability), shape)))
