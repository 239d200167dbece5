"""Peer: the whole experiment in PyTorch, once: FOLDER loader|tensor EPOCHS."""
import sys

import torch

from pytorch_data import loader, pixels, rows
from pytorch_seed import Seed

_, _, how, epochs = sys.argv
train, test = pixels('train'), pixels('test')
everything = torch.cat([train, test])
batches = {'loader': loader, 'tensor': rows}[how](train)
seed = Seed()


@torch.no_grad()
def evaluate():
    """Test loss, latents and errors of all 70,000 images, and the gallery: the first five, as bytes."""
    latents, errors = [], []
    for x in everything.split(1000):
        z = seed.encoder(x)
        latents.append(z)
        errors.append((seed.decoder(z) - x).square().mean(1))
    errors = torch.cat(errors)
    gallery = seed.decoder(seed.encoder(train[:5])).mul(255).round().byte().numpy()
    return errors[len(train):].mean().item(), torch.cat(latents).numpy(), errors.numpy(), gallery


for epoch in range(1, int(epochs) + 1):
    train_loss = seed.epoch(batches())
    test_loss, *_ = evaluate()
    print(f'epoch {epoch}: train {train_loss:.5f}, test {test_loss:.5f}')
