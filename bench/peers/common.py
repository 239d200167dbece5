"""What the peers share: Fashion-MNIST from its .gz files, the seed's sizes, and the line protocol of bench/worker.ts."""
import gzip
import json
import os
import sys
import time

import numpy as np

WIDTHS = [784, 128, 64, 12, 3, 12, 64, 128, 784]
LATENT = 3  # the layer without an activation; the last one has a sigmoid
BATCH = 64
RATE = 0.005
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def images(split):
    """Pixels as bytes: (n, 784). The folder is the program's only argument."""
    name = {'train': 'train', 'test': 't10k'}[split]
    with gzip.open(os.path.join(sys.argv[1], f'{name}-images-idx3-ubyte.gz')) as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)


def timed(work):
    """A function that answers the seconds that `work` takes."""
    def run():
        before = time.perf_counter()
        work()
        return time.perf_counter() - before
    return run


def answer(**measurements):
    """Says that it is ready, then answers each line of the input by the measurement of its name."""
    say('ready')
    for line in sys.stdin:
        say(measurements[line.strip()]())


def say(value):
    print('= ' + json.dumps(value), flush=True)
