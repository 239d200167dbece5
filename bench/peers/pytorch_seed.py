"""The seed's network and loop in PyTorch."""
import torch
from torch import nn

from common import LATENT, RATE, WIDTHS


def network():
    layers = []
    for i, (inputs, outputs) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if i == len(WIDTHS) - 2:
            layers.append(nn.Sigmoid())
        elif i != LATENT:
            layers.append(nn.ReLU())
    encoder = 2 * LATENT + 1
    return nn.Sequential(*layers[:encoder]), nn.Sequential(*layers[encoder:])


class Seed:
    def __init__(self):
        torch.manual_seed(1)
        self.encoder, self.decoder = network()
        self.loss = nn.MSELoss()
        self.optimizer = torch.optim.Adam([*self.encoder.parameters(), *self.decoder.parameters()], lr=RATE)

    def step(self, x):
        loss = self.loss(self.decoder(self.encoder(x)), x)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def epoch(self, batches):
        total = count = 0
        for x in batches:
            total += self.step(x)
            count += 1
        return total / count
