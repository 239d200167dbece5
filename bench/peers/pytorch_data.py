"""Batches in PyTorch, two ways: the usual loader, and rows of one tensor."""
import torch
from torch.utils.data import DataLoader, TensorDataset

from common import BATCH, images


def pixels(split):
    return torch.from_numpy(images(split).copy()).float().div_(255)


def loader(x):
    """As lean as a DataLoader gets: float images in memory, no transform, no worker processes."""
    data = DataLoader(TensorDataset(x), batch_size=BATCH, shuffle=True, num_workers=0)
    return lambda: (batch for batch, in data)


def rows(x):
    """Rows of one tensor, by a permutation."""
    return lambda: (x.index_select(0, order) for order in torch.randperm(len(x)).split(BATCH))
