"""Peer: the rate of PyTorch's matrix products at the seed's shapes, in GFLOP/s: of all layers (`all`), and of the largest (`largest`)."""
import time

import torch

from common import BATCH, WIDTHS, answer

SECONDS = 1.0


def products(inputs, outputs):
    """The forward product of a layer, and the two backward: for the kernel and for the input."""
    x, kernel, gradient = torch.randn(BATCH, inputs), torch.randn(inputs, outputs), torch.randn(BATCH, outputs)
    y, to_kernel, to_input = torch.empty(BATCH, outputs), torch.empty(inputs, outputs), torch.empty(BATCH, inputs)

    def run():
        torch.mm(x, kernel, out=y)
        torch.mm(x.t(), gradient, out=to_kernel)
        torch.mm(gradient, kernel.t(), out=to_input)
    return run, 3 * 2 * BATCH * inputs * outputs


def rate(layers):
    work = [products(*layer) for layer in layers]
    flop = sum(count for _, count in work)

    def measure():
        rounds = 0
        before = time.perf_counter()
        while (elapsed := time.perf_counter() - before) < SECONDS:
            for _ in range(20):
                for run, _ in work:
                    run()
            rounds += 20
        return rounds * flop / elapsed / 1e9
    return measure


torch.set_grad_enabled(False)
layers = list(zip(WIDTHS, WIDTHS[1:]))
everything, largest = rate(layers), rate([layers[0]])
everything()
answer(all=everything, largest=largest)
