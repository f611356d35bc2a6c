"""Without a GPU, Triton's kernels are interpreted. Triton wants to know before it is imported."""

import os

from ginn_gl.train.engines import cuda_works

if not cuda_works():
    os.environ["TRITON_INTERPRET"] = "1"
