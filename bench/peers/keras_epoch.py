"""Peer: epochs of the seed by Keras's `model.fit`."""
import keras

from common import BATCH, EPSILON, LATENT, RATE, WIDTHS, answer, images, timed

x = images('train').astype('float32') / 255
last = len(WIDTHS) - 2
model = keras.Sequential([keras.Input((784,))] + [
    keras.layers.Dense(units, activation='sigmoid' if i == last else None if i == LATENT else 'relu')
    for i, units in enumerate(WIDTHS[1:])
])
model.compile(optimizer=keras.optimizers.Adam(RATE, epsilon=EPSILON), loss='mse')
run = timed(lambda: model.fit(x, x, batch_size=BATCH, epochs=1, shuffle=True, verbose=0))
run()
answer(epoch=run)
