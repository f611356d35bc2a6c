"""What cannot be meant is said in one line, and the status is 2."""

import numpy as np
import pytest
from PIL import Image

from .running import one_line

MANY_DIGITS = "1" * 5000


@pytest.mark.parametrize("arguments, complaint", [
    (["train", "--hidden", "0"], "1 to 1024 neurons"),
    (["train", "--hidden", "sixteen"], "widths like 16,16,16"),
    (["train", "--hidden", "8,8,8,8,8,8,8,8,8"], "1 to 8 hidden layers"),
    (["train", "--seed", "-1"], "--seed"),
    (["train", "--seeds", "9-3"], "no range"),
    (["train", "--seed", "1", "--seeds", "1-2"], "not allowed with"),
    (["train", "--seeds", "1-2", "--out", "one.ginn"], "name a folder"),
    (["train", "--batch-size", "many"], "not a whole number"),
    (["train", "--learning-rate", "nan"], "learning rate"),
    (["train", "--iterations", "0"], "iterations"),
    (["train", "--device", "abacus"], "invalid choice"),
    (["train", "--target", "missing.png"], "no such image"),
    (["train", "--target", "text.png"], "not an image"),
    (["train", "--target", "empty.png"], "not an image"),
    (["train", "--target", "black.png"], "all black"),
    (["render", "small.ginn"], "required: OUT"),
    (["render", "small.ginn", "a.png", "--step", "101"], "it has 0 to 100"),
    (["render", "small.ginn", "a.png", "--step", "x"], "not a whole number"),
    (["render", "small.ginn", "a.bmp"], "not '.bmp'"),
    (["render", "small.ginn", "a.gif", "--pace", "slow"], "invalid choice"),
    (["render", "small.ginn", "a.png", "--size", "600"], "--size"),
    (["render", "small.ginn", "a.png", "--size", "0x600"], "1 to 16384"),
    (["render", "small.ginn", "a.png", "--neurons", "4:1"], "no neuron '4:1'"),
    (["render", "small.ginn", "a.png", "--field", "1:17"], "a field is"),
    (["render", "small.ginn", "a.png", "--zoom", "0"], "not above 0"),
    (["render", "small.ginn", "a.png", "--center", "here"], "not a number"),
    (["render", "small.ginn", "a.mp4", "--from", "101"], "it has 0 to 100"),
    (["render", "small.ginn", "a.mp4", "--step", "5"], "--step is for a picture"),
    (["render", "small.ginn", "a.png", "--to", "60"], "--to are for a video"),
    (["render", "small.ginn", "a.svg", "--from", "20"], "--to are for a video"),
    (["render", "small.ginn", "a.pdf", "--step", "101"], "it has 0 to 100"),
    (["render", "small.ginn", "a.png", "--dashes"], "--dashes is for .svg and .pdf"),
    (["render", "small.ginn", "a.mp4", "--dashes"], "--dashes is for .svg and .pdf"),
    (["export", "small.ginn"], "required: PAGE.html"),
    (["export", "small.ginn", "other.ginn"], "the page's, and ends in .html"),
    (["export", "small.ginn", "a.html", "--checkpoints", "1"], "at least 2"),
    (["view", "missing.ginn"], "no such run or folder"),
    (["reader"], "no such run or folder"),
    (["info"], "required: RUN"),
    (["tour", "nowhere"], "invalid choice"),
    (["train", "--hidden", "1_6"], "widths like 16,16,16"),
    (["train", "--hidden", MANY_DIGITS], "widths like 16,16,16"),
    (["train", "--learning-rate", "1_6"], "a learning rate is a number"),
    (["train", "--seed", MANY_DIGITS], "not a whole number"),
    (["train", "--seeds", "5"], "such as 0-9, not '5'"),
    (["train", "--seeds", "0-9999999999999999999"], "no range"),
    (["train", "--threshold", "0.5"], "the built-in bottle is black and white"),
    (["train", "--target", "grey.png", "--threshold", "2"], "0, the darkest of an image, to 1"),
    (["train", "--target", "grey.png", "--threshold", "0"], "all white"),
    (["train", "--target", "."], "not a file"),
    (["train", "--target", "n" * 300], "File name too long"),
    (["render", "small.ginn", "a.png", "--size", "10"], "WIDTHxHEIGHT such as 800x600, not '10'"),
    (["render", "small.ginn", "a.png", "--center", "1"], "X,Y such as 0.5,0.6, not '1'"),
    (["render", "small.ginn", "a.png", "--center", "1e300,0"], "at most 1000 from 0"),
    (["render", "small.ginn", "a.png", "--zoom", "1_0"], "not a number"),
    (["render", "small.ginn", "a.png", "--zoom", MANY_DIGITS], "not a number"),
    (["render", "small.ginn", "a.png", "--zoom", "5e-324"], "0.001 to 1,000,000,000"),
    (["render", "small.ginn", "a.svg", "--line-width", "1e30"], "0.01 to 1,000"),
    (["render", "small.ginn", "a.png", "--field", f"{MANY_DIGITS}:1"], "a field is"),
    (["render", "small.ginn", "a.png", "--field", "\u0661:\u0661"], "a field is"),
    (["render", "small.ginn", "a.png", "--neurons", MANY_DIGITS], "no neuron"),
    (["render", "small.ginn", "a.mp4", "--seconds", "1e300"], "0.001 to 86,400"),
    (["render", "small.ginn", "a.png", "--legend"], "for figures: .svg, .pdf"),
    (["render", "small.ginn", "a.mp4", "--legend"], "for figures: .svg, .pdf"),
    (["render", "small.ginn", "a.npy", "--field", "none"], "neither --caption nor --field none"),
    (["render", "small.ginn", "a.mp4", "--fps", "30/0"], "such as 30, 29.97 or 30000/1001"),
    (["grey.png"], "is a picture, not a run: ginn-gl train --target=grey.png"),
    (["info", "grey.png"], "is a picture, not a run: ginn-gl train --target=grey.png"),
])
def test_bad_arguments_are_one_line_and_status_2(ginn_gl, run_file, tmp_path, arguments, complaint):
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").touch()
    Image.new("L", (9, 9)).save(tmp_path / "black.png")
    Image.fromarray(np.arange(81, dtype=np.uint8).reshape(9, 9)).save(tmp_path / "grey.png")
    before = set(tmp_path.iterdir())
    assert complaint in one_line(ginn_gl(*arguments), 2)
    assert set(tmp_path.iterdir()) == before
