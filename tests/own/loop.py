"""A loop as people write it: `python loop.py FILE STEPS [HOW]`. It prints a line once it is under way."""

import os
import sys

import numpy as np
import torch
from torch import nn

import ginn_gl

path, steps, how = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
torch.set_num_threads(1)
model = nn.Sequential(nn.Linear(2, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 2))
optimiser = torch.optim.Adam(model.parameters())
log = ginn_gl.watch(model, path, image=np.eye(20))
print("step", "seconds", flush=True)
first = 300 if how == "on" else 0
for step in range(first, first + steps):
    points = torch.rand(64, 2)
    loss = nn.functional.cross_entropy(model(points), (points[:, 0] > 0.5).long())
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    log(step, loss)
    if how == "raise" and step == steps // 2:
        raise ValueError("a fault in the loop")
    if how == "killed":
        print(step, flush=True)
if how == "exit":
    os._exit(0)
torch.save(model.eval().state_dict(), f"{path}.pt")
