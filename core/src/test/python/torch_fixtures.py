#!/usr/bin/env python3
"""Golden numbers from PyTorch for the cells lstm, gru and elman, as safetensors files for the tests of core.

    python3 -m venv .peers && .peers/bin/pip install torch==2.13.0 numpy
    .peers/bin/python core/src/test/python/torch_fixtures.py core/src/test/resources/dev/recur/torch

Written by PyTorch 2.13.0 (each file's metadata names the version that wrote it). Everything is computed in double from numbers that
are floats, and rounded to float at the end, so a float program should agree to a few units in the last place.

Files: {lstm,gru,elman}.safetensors, all rows of equal length, and {lstm,gru,elman}-ragged.safetensors, rows of 4, 3 and 1 steps.
Sizes, all different: T = 4 steps, N = 3 rows, D = 5 inputs, H = 6 outputs. Time-major, row-major. Arrays of a file:

    x [T,N,D]                 inputs; h0 [N,H], and for lstm c0 [N,H], the start states
    parameters                by the names of the cell's text, matrices [out,in]:
                                lstm  Wi Wf Wg Wo [H,D], Ui Uf Ug Uo [H,H], bi bf bg bo [H]
                                gru   Wr Wz Wn [H,D], Ur Uz Un [H,H], br bz bn cn [H]
                                elman W [H,D], U [H,H], b [H]
    y [T,N,H]                 outputs h(t), 0 where a row has ended
    hT [N,H], cT [N,H]        states after each row's last step
    dy, dhT, dcT              the gradients that enter at y, hT, cT (dy is 0 where a row has ended)
    dx, dh0, dc0, d<name>     the gradients that come out, of the sum over y*dy + hT*dhT + cT*dcT
    target [T,N,H]            for training: the loss is the mean of (y - target)^2 over all T*N*H numbers (only in the files
                              without "-ragged")
    sgd.losses [10]           the loss before each of ten steps w -= 0.5 dw, from the parameters above, start states fixed
    adam.losses [10]          the same with Adam: rate 0.01, beta 0.9 and 0.999, epsilon 1e-8
    sgd.<name>, adam.<name>   the parameters after the ten steps

Metadata: producer, sizes ("T,N,D,H"), lengths (of the rows). PyTorch's second bias, which the texts do not have, is held at 0, except
gru's cn, which is its b_hn.
"""
import json
import random
import struct
import sys
from pathlib import Path

import torch

T, N, D, H = 4, 3, 5, 6
LENGTHS = {"": [4, 4, 4], "-ragged": [4, 3, 1]}
CELLS = {
    "lstm": (torch.nn.LSTM, ["i", "f", "g", "o"]),
    "gru": (torch.nn.GRU, ["r", "z", "n"]),
    "elman": (torch.nn.RNN, [""]),
}


def numbers(source, *shape):
    """Floats in [-1, 1), by Python's own generator, which is the same in every version."""
    count = torch.Size(shape).numel()
    return torch.tensor([as_float(source.uniform(-1, 1)) for _ in range(count)], dtype=torch.float64).view(shape)


def as_float(value):
    return struct.unpack("f", struct.pack("f", value))[0]


class Network:
    """PyTorch's layer, with its parameters by the names of the text."""

    def __init__(self, cell, source):
        kind, self.gates = CELLS[cell]
        self.cell = cell
        self.layer = kind(D, H).double()
        with torch.no_grad():
            self.layer.weight_ih_l0.copy_(numbers(source, len(self.gates) * H, D))
            self.layer.weight_hh_l0.copy_(numbers(source, len(self.gates) * H, H))
            self.layer.bias_ih_l0.copy_(numbers(source, len(self.gates) * H))
            self.layer.bias_hh_l0.zero_()
            if cell == "gru":
                self.layer.bias_hh_l0[2 * H :] = numbers(source, H)
        self.start = {p: v.detach().clone() for p, v in self.layer.named_parameters()}

    def reset(self):
        with torch.no_grad():
            for p, v in self.layer.named_parameters():
                v.copy_(self.start[p])

    def silence(self):
        """No gradient for the biases that the text does not have."""
        grad = self.layer.bias_hh_l0.grad
        grad[: 2 * H if self.cell == "gru" else None] = 0

    def named(self, of=lambda parameter: parameter.detach()):
        views = {}
        for n, gate in enumerate(self.gates):
            rows = slice(n * H, (n + 1) * H)
            views["W" + gate] = of(self.layer.weight_ih_l0)[rows]
            views["U" + gate] = of(self.layer.weight_hh_l0)[rows]
            views["b" + gate] = of(self.layer.bias_ih_l0)[rows]
        if self.cell == "gru":
            views["cn"] = of(self.layer.bias_hh_l0)[2 * H :]
        return {name: view.clone() for name, view in views.items()}

    def run(self, x, states, lengths):
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths))
        initial = tuple(s.unsqueeze(0) for s in states)
        y, final = self.layer(packed, initial if self.cell == "lstm" else initial[0])
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, total_length=T)
        final = final if self.cell == "lstm" else (final,)
        return y, [f.squeeze(0) for f in final]


def gradients(network, source, x, states, lengths):
    arrays = {}
    alive = torch.tensor([[t < length for length in lengths] for t in range(T)]).unsqueeze(2)
    inputs = [x, *states]
    for array in inputs:
        array.requires_grad_(True)
    network.layer.zero_grad()
    y, final = network.run(x, states, lengths)
    dy = numbers(source, T, N, H) * alive
    dfinal = [numbers(source, N, H) for _ in final]
    ((y * dy).sum() + sum((f * d).sum() for f, d in zip(final, dfinal))).backward()
    network.silence()
    arrays.update({"y": y, "dy": dy, "dx": x.grad})
    for letter, state, end, dend in zip("hc", states, final, dfinal):
        arrays.update({f"{letter}0": state, f"d{letter}0": state.grad, f"{letter}T": end, f"d{letter}T": dend})
    arrays.update({"d" + name: value for name, value in network.named(lambda p: p.grad).items()})
    return arrays


def training(network, x, states, lengths, target):
    arrays = {}
    optimizers = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.5),
        "adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    }
    for kind, make in optimizers.items():
        network.reset()
        optimizer = make(network.layer.parameters())
        losses = []
        for _ in range(10):
            optimizer.zero_grad()
            y, _ = network.run(x.detach(), [s.detach() for s in states], lengths)
            loss = ((y - target) ** 2).mean()
            losses.append(loss.item())
            loss.backward()
            network.silence()
            optimizer.step()
        arrays[kind + ".losses"] = torch.tensor(losses)
        arrays.update({f"{kind}.{name}": value for name, value in network.named().items()})
    return arrays


def save(file, metadata, arrays):
    """A safetensors file in a fixed order, so that the same numbers give the same file."""
    header, data = {"__metadata__": metadata}, b""
    for name, value in sorted(arrays.items()):
        begin = len(data)
        data += value.detach().float().contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main(folder):
    for cell in CELLS:
        for suffix, lengths in LENGTHS.items():
            source = random.Random(cell + suffix)
            network = Network(cell, source)
            arrays = network.named()
            x = numbers(source, T, N, D)
            states = [numbers(source, N, H) for _ in range(2 if cell == "lstm" else 1)]
            arrays["x"] = x
            arrays.update(gradients(network, source, x, states, lengths))
            if not suffix:
                target = numbers(source, T, N, H)
                arrays["target"] = target
                arrays.update(training(network, x, states, lengths, target))
            metadata = {
                "producer": "pytorch " + torch.__version__.split("+")[0],
                "sizes": f"{T},{N},{D},{H}",
                "lengths": ",".join(map(str, lengths)),
            }
            save(folder / f"{cell}{suffix}.safetensors", metadata, arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
