"""The network that reads a pose from a look: how it is built, taken up again, and written as ONNX.

Needs torch and onnx in an environment of their own.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from coach.sense.network import SIDE

LAYERS = ((32, 5, 2), (32, 3, 2), (64, 3, 1), (96, 3, 2), (128, 3, 1), (192, 3, 2), (192, 3, 1))
"""Channels, kernel and stride of the convolutions."""
DEEPER = (128, 192)
"""After the last convolution with so many channels comes a residual block."""
DENSE, ANSWERS = 128, 11
MOMENTUM = 0.02
LOG_SIGMA_OFFSET = -1.5


class Residual(nn.Module):
    """Two convolutions beside a straight way (He et al., CVPR 2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(*convolution(channels, channels, 3, 1), *convolution(channels, channels, 3, 1)[:2])

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Add what the convolutions see."""
        return torch.relu(seen + self.inner(seen))


def convolution(before: int, channels: int, kernel: int, stride: int) -> list[nn.Module]:
    """Make a normalised convolution."""
    layer = nn.Conv2d(before, channels, kernel, stride, kernel // 2, bias=False)
    return [layer, nn.BatchNorm2d(channels, momentum=MOMENTUM), nn.ReLU()]


def build(dropout: float = 0.2) -> nn.Sequential:
    """Make the untrained network; it takes (n, 3, SIDE, SIDE) and gives (n, ANSWERS)."""
    parts: list[nn.Module] = []
    before, side = 3, SIDE
    channels_after = [channels for channels, _, _ in LAYERS[1:]] + [0]
    for (channels, kernel, stride), following in zip(LAYERS, channels_after, strict=True):
        parts += convolution(before, channels, kernel, stride)
        if channels in DEEPER and channels != following:
            parts.append(Residual(channels))
        before, side = channels, -(-side // stride)
    parts += [nn.Flatten(), nn.Dropout(dropout), nn.Linear(before * side * side, DENSE, bias=False)]
    parts += [nn.BatchNorm1d(DENSE, momentum=MOMENTUM), nn.ReLU(), nn.Linear(DENSE, ANSWERS)]
    return nn.Sequential(*parts).to(memory_format=torch.channels_last)


def go_on_from(network: nn.Sequential, path: Path, seen: torch.Tensor) -> None:
    """Take over the weights of a network that was written; what it did not have yet begins as if it were not there.

    Its normalisations were folded into the weights: they are opened again with the statistics of a batch ``seen``.
    """
    graph = onnx.load(path).graph
    written = [torch.tensor(numpy_helper.to_array(tensor).astype(np.float32)) for tensor in graph.initializer]
    deep = any(node.op_type == "Add" for node in graph.node)
    with torch.no_grad():
        _take_over(network.eval(), written, seen, deep)


def _take_over(network: nn.Sequential, written: list[torch.Tensor], flow: torch.Tensor, deep: bool) -> None:
    for part, after in pairwise([*network, nn.Identity()]):
        if isinstance(part, Residual):
            if deep:
                _take_over(part.inner, written, flow, deep)
            else:
                normalisation = part.inner[-1]
                assert isinstance(normalisation, nn.BatchNorm2d)
                nn.init.zeros_(normalisation.weight)
        if isinstance(part, nn.Conv2d | nn.Linear):
            weight, bias = written.pop(0), written.pop(0)
            weight = weight.T if isinstance(part, nn.Linear) else weight
            if part.bias is not None:
                part.weight.zero_()[: len(weight)] = weight
                part.bias.zero_()[: len(bias)] = bias
                part.bias[6:9] -= LOG_SIGMA_OFFSET
                return
            part.weight.copy_(weight)
            flow = part(flow)
            axes = [0, *range(2, flow.dim())]
            after.running_mean.copy_(flow.mean(axes))
            after.running_var.copy_(flow.var(axes))
            after.weight.copy_(torch.sqrt(after.running_var + after.eps))
            after.bias.copy_(bias + after.running_mean)
        else:
            flow = part(flow)


class OnnxWriter:
    """Collects the nodes of a network with its batch normalisations folded in, in half precision."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self.flow = "picture"

    def layer(self, kind: str, weight: np.ndarray, bias: np.ndarray, **attributes: Any) -> None:
        """Add a layer with weights."""
        out = f"part{len(self.nodes)}"
        for name, value in ((f"{out}_w", weight), (f"{out}_b", bias)):
            self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float16), f"{name}16"))
            self.nodes.append(helper.make_node("Cast", [f"{name}16"], [name], to=TensorProto.FLOAT))
        self._add(kind, [self.flow, f"{out}_w", f"{out}_b"], **attributes)

    def network(self, network: nn.Sequential) -> None:
        """Add the layers of a network."""
        for part, after in pairwise([*network, nn.Identity()]):
            if isinstance(part, nn.Conv2d):
                kernel, pad, stride = part.kernel_size[0], int(part.padding[0]), part.stride[0]
                shape = {"kernel_shape": [kernel] * 2, "pads": [pad] * 4, "strides": [stride] * 2}
                self.layer("Conv", *folded(part, after), **shape)
            elif isinstance(part, nn.Linear):
                weight, bias = folded(part, after)
                self.layer("Gemm", weight.T, bias)
            elif isinstance(part, nn.ReLU):
                self._add("Relu", [self.flow])
            elif isinstance(part, nn.Flatten):
                self._add("Flatten", [self.flow])
            elif isinstance(part, Residual):
                straight = self.flow
                self.network(part.inner)
                self._add("Add", [straight, self.flow])
                self._add("Relu", [self.flow])

    def _add(self, kind: str, inputs: list[str], **attributes: Any) -> None:
        self.flow = f"part{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [self.flow], **attributes))


def write_onnx(network: nn.Sequential, path: Path) -> None:
    """Write the network; it takes ``picture`` (n, 3, SIDE, SIDE) and gives ``answer`` (n, ANSWERS)."""
    writer = OnnxWriter()
    writer.network(network)
    writer.nodes[-1].output[0] = "answer"
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])
    answer = helper.make_tensor_value_info("answer", TensorProto.FLOAT, ["n", ANSWERS])
    graph = helper.make_graph(writer.nodes, "look", [picture], [answer], writer.tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def folded(part: nn.Conv2d | nn.Linear, after: nn.Module) -> tuple[np.ndarray, np.ndarray]:
    """Weight and bias of a layer together with what normalises its output, or of the last layer."""
    weight = part.weight.detach()
    if isinstance(after, nn.BatchNorm1d | nn.BatchNorm2d):
        assert after.running_var is not None
        assert after.running_mean is not None
        gain = after.weight.detach() / torch.sqrt(after.running_var + after.eps)
        bias = after.bias.detach() - after.running_mean * gain
        return (weight * gain.reshape(-1, *[1] * (weight.dim() - 1))).numpy(), bias.numpy()
    assert part.bias is not None
    offset = torch.tensor([0.0] * 6 + [LOG_SIGMA_OFFSET] * 3 + [0.0] * 2)
    return weight.numpy(), (part.bias.detach() + offset).numpy()
