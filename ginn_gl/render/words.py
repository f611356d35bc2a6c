"""What a network says, in words."""

from __future__ import annotations

from ..config import NetworkSpec

PROBABILITY = "The network's probability of white at every point"


def said_by(network: NetworkSpec) -> tuple[str, str]:
    """What a network says, as a field's name, and what that means."""
    if network.has_classes:
        return "Classes", "Each class in its colour, the stronger the surer the network is"
    return {"value": ("Value", "The network's value at every point, blue where it is low and brown where it is high"),
            "rgb": ("Colour", "The colour that the network says at every point"),
            }.get(network.head.kind, ("Probability", PROBABILITY))


def described(network: NetworkSpec) -> str:
    """As it is written everywhere, but for a range of values, which may have many digits: that is rounded."""
    head = network.head
    return str(network).removesuffix(str(head)) + f"value:{head.low:.3g},{head.high:.3g}" if (
        head.kind == "value") else str(network)


def answer_of(network: NetworkSpec) -> str:
    """What it says at a point, as the end of a sentence."""
    if network.has_classes:
        return f"how likely each of {network.outputs} classes is there"
    return {"value": "what value there is", "rgb": "what colour it is there"}.get(
        network.head.kind, "how likely it is white there")


def outputs_of(network: NetworkSpec) -> str:
    """What its outputs are, in a word or two."""
    if network.has_classes:
        return f"{network.outputs} classes"
    names = {"value": "value", "rgb": "red, green, blue", "logit": "white or black"}
    return names.get(network.head.kind, "black, white")
