"""Peer: epochs of the seed by TensorFlow's own XLA loop: the data resident, 50 steps a call, Adam in the graph."""
import numpy as np
import tensorflow as tf

from common import BATCH, BETA1, BETA2, EPSILON, LATENT, RATE, WIDTHS, answer, images, timed

CAPACITY = 50
data = tf.Variable(images('train'), trainable=False)  # uint8
count = data.shape[0]
random = np.random.default_rng(1)

weights = []
for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
    bound = inputs ** -0.5
    weights.append(tf.Variable(random.uniform(-bound, bound, (inputs, outputs)).astype('float32')))
    weights.append(tf.Variable(random.uniform(-bound, bound, outputs).astype('float32')))
firsts = [tf.Variable(tf.zeros_like(w)) for w in weights]
seconds = [tf.Variable(tf.zeros_like(w)) for w in weights]
steps_before = tf.Variable(0.0)


def network(x):
    for i in range(len(WIDTHS) - 1):
        x = tf.matmul(x, weights[2 * i]) + weights[2 * i + 1]
        if i == len(WIDTHS) - 2:
            x = tf.sigmoid(x)
        elif i != LATENT:
            x = tf.nn.relu(x)
    return x


def step(indices):
    x = tf.cast(tf.gather(data, indices), tf.float32) * (1 / 255)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(network(x) - x))
    gradients = tape.gradient(loss, weights)
    t = steps_before.assign_add(1.0)
    root = tf.sqrt(1 - BETA2 ** t)
    rate = RATE * root / (1 - BETA1 ** t)
    for w, m, v, g in zip(weights, firsts, seconds, gradients):
        m.assign(BETA1 * m + (1 - BETA1) * g)
        v.assign(BETA2 * v + (1 - BETA2) * tf.square(g))
        w.assign_sub(rate * m / (tf.sqrt(v) + EPSILON * root))
    return loss


@tf.function(jit_compile=True)
def steps(order, n):
    """n steps; `order` is always of the same length, so that one compilation serves all calls."""
    def body(i, total):
        return i + 1, total + step(tf.slice(order, [i * BATCH], [BATCH]))
    return tf.while_loop(lambda i, _: i < n, body, (0, 0.0))[1]


@tf.function(jit_compile=True)
def last_step(order):
    return step(order)


def epoch():
    order = random.permutation(count).astype('int32')
    full = count // BATCH
    total = 0.0
    for first in range(0, full, CAPACITY):
        n = min(CAPACITY, full - first)
        chunk = np.zeros(CAPACITY * BATCH, 'int32')
        chunk[:n * BATCH] = order[first * BATCH:(first + n) * BATCH]
        total += steps(tf.constant(chunk), tf.constant(n)).numpy()
    if count % BATCH:
        total += last_step(tf.constant(order[full * BATCH:])).numpy()
    return total / (full + 1)


run = timed(epoch)
run()
run()
answer(epoch=run)
