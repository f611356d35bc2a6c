"""Thumbnails against the network itself."""

import numpy as np

from ginn_gl.config import NetworkSpec
from ginn_gl.network import evaluate, initialise
from ginn_gl.render.thumbnails import SIDE, Thumbnails
from ginn_gl.target import pixel_centers


def test_each_neuron_is_bright_where_it_is_on(context):
    network = NetworkSpec((5, 17))
    parameters = initialise(network, 3)
    thumbnails = Thumbnails(context, network)
    thumbnails.update(parameters)
    width, height = thumbnails.texture.size
    atlas = np.frombuffer(thumbnails.texture.read(alignment=1), np.uint8).reshape(height, width)

    def cell(neuron):
        (left, top), (right, bottom) = thumbnails.corners(neuron)
        return atlas[round(top * height):round(bottom * height), round(left * width):round(right * width)]

    at = evaluate(parameters.astype(np.float64), network, pixel_centers(SIDE, SIDE))
    for layer, number in network.neurons:
        z = at.preactivations[layer - 1][:, number - 1]
        drawn = cell((layer, number)).ravel() / 255
        clear = np.abs(z) > 1e-5
        assert ((drawn > 0) == (z > 0))[clear].all()
        assert thumbnails.shares[layer, number] == np.float64((z > 0).mean())
        if (z > 0).any():
            assert drawn[z.argmax()] == 1
    assert np.abs(cell(None).ravel() / 255 - at.probability).max() < 0.01
    thumbnails.release()
