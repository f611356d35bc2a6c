"""Which engine is taken, and what is said where one does not work."""

import ctypes

import pytest
import torch

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.target import load_target
from ginn_gl.train import engines
from ginn_gl.train.engines import choose_engine, cuda_works
from ginn_gl.train.engines.cuda_memory import memory_checked
from ginn_gl.train.engines.numba_engine import NumbaEngine

TARGET = load_target(size=32)
PAPER = NetworkSpec(), TrainingSpec(), TARGET
FULL_BATCH = NetworkSpec(), TrainingSpec(batch_size=None), load_target()
WIDE = NetworkSpec((200,)), TrainingSpec(), TARGET


class Pretended(NumbaEngine):
    """Has the name of an engine for CUDA, or the error that it would raise."""

    def __init__(self, name, *arguments):
        super().__init__(*arguments)
        self.name = name


@pytest.fixture
def gpu(monkeypatch) -> dict[str, Exception]:
    """A machine with a GPU, pretended; the test says which engines fail on it, and how."""
    failures = {}

    def make(name, *arguments):
        if name in failures:
            raise failures[name]
        return Pretended(name, *arguments)

    monkeypatch.setattr(engines, "cuda_works", lambda: True)
    monkeypatch.setattr(engines, "_cuda_engine", make)
    monkeypatch.setattr(engines, "available_cores", lambda: 8)
    return failures


@pytest.fixture
def chosen(capsys):
    """A function to the name of the engine chosen, and the notices."""
    def choose(device, case, seeds=1, preferred="") -> tuple[str, list[str]]:
        name = choose_engine(device, *case, seeds, preferred).name
        return name, [line.removeprefix("ginn-gl: ") for line in capsys.readouterr().err.splitlines()]

    return choose


@pytest.mark.parametrize("device, case, seeds, expected", [
    ("cpu", PAPER, 500, "numba"),
    ("auto", PAPER, 8, "numba"),
    ("auto", PAPER, 64, "triton"),
    ("auto", FULL_BATCH, 1, "torch-graph"),
    ("cuda", PAPER, 1, "triton"),
    ("cuda", WIDE, 1, "torch-graph"),
])
def test_the_fastest_engine_is_taken_without_a_word(gpu, chosen, device, case, seeds, expected):
    assert chosen(device, case, seeds) == (expected, [])


def test_what_fails_is_said_in_one_line_and_the_next_engine_taken(gpu, chosen):
    gpu["triton"] = RuntimeError("Failed to find C compiler.\nA long story")
    assert chosen("cuda", PAPER) == (
        "torch-graph", ["triton does not work here (Failed to find C compiler.): torch-graph takes its place"])
    assert chosen("auto", PAPER, seeds=64) == (
        "numba", ["triton does not work here (Failed to find C compiler.): numba takes its place"])
    gpu["torch-graph"] = GinnError("not enough free memory")
    name, notices = chosen("auto", PAPER, seeds=4000)
    assert name == "numba" and len(notices) == 2


def test_cuda_asked_for_is_never_left(gpu, chosen):
    gpu["triton"] = gpu["torch-graph"] = GinnError("not enough free memory")
    with pytest.raises(GinnError, match="not enough free memory"):
        chosen("cuda", PAPER)


def test_a_run_goes_on_with_its_engine_where_the_device_allows_it(gpu, chosen):
    assert chosen("auto", PAPER, preferred="triton") == ("triton", [])
    assert chosen("cuda", PAPER, preferred="torch-graph") == ("torch-graph", [])
    assert chosen("cpu", PAPER, preferred="triton") == ("numba", [])
    assert chosen("auto", PAPER, preferred="no such thing") == ("numba", [])
    gpu["triton"] = ImportError("No module named 'triton'")
    assert chosen("auto", PAPER, preferred="triton") == (
        "numba", ["triton does not work here (No module named 'triton'): numba takes its place"])


@pytest.mark.skipif(cuda_works(), reason="there is a GPU")
def test_a_gpu_that_turns_out_not_to_work_is_left_in_words(monkeypatch, chosen):
    monkeypatch.setattr(engines, "cuda_works", lambda: True)
    name, [notice] = chosen("auto", FULL_BATCH)
    assert name == "numba" and notice.startswith("torch-graph does not work here (")


def test_devices_are_named_and_checked(monkeypatch, chosen):
    with pytest.raises(GinnError, match="auto, cpu, cuda"):
        choose_engine("gpu", *PAPER)

    def no_driver(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", no_driver)
    assert chosen("auto", FULL_BATCH) == ("numba", [])
    with pytest.raises(GinnError, match="no CUDA device that torch can use: take --device cpu"):
        choose_engine("cuda", *PAPER)


@pytest.mark.parametrize("error", [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."),
    RuntimeError("Triton Error [CUDA]: out of memory"),
    RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
])
def test_running_out_of_the_gpus_memory_is_said_in_one_line(error):
    expected = "^not enough free memory on the GPU: train fewer seeds at once, "
    with pytest.raises(GinnError, match=expected), memory_checked():
        raise error


def test_other_errors_than_of_memory_stay_what_they_are():
    with pytest.raises(RuntimeError, match="illegal instruction"), memory_checked():
        raise RuntimeError("illegal instruction")
