"""Peer: epochs of the seed in PyTorch, by a DataLoader (`loader`) and from one tensor (`tensor`)."""
from common import answer, timed
from pytorch_data import loader, pixels, rows
from pytorch_seed import Seed

x = pixels('train')
seed = Seed()
by_loader, by_tensor = loader(x), rows(x)
run_loader = timed(lambda: seed.epoch(by_loader()))
run_tensor = timed(lambda: seed.epoch(by_tensor()))
run_tensor()
answer(loader=run_loader, tensor=run_tensor)
