"""How the networks that read looks learn.

Needs torch in an environment of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

WEIGHT_DECAY, LONGEST_SLOPE = 1e-3, 5.0
REMEMBERED = 0.995
"""Share of the running mean of the weights that stays at each step."""
TOLD_EVERY = 100


def descend(network: nn.Sequential, loss_at: Callable[[int], torch.Tensor], steps: int, rate: float) -> nn.Sequential:
    """Train a network for a number of steps; the answer is the running mean of the last weights.

    ``loss_at`` takes the number of the step, from 1, and gives the loss of a new batch. The rate falls to nothing along
    a cosine.
    """
    network.train()
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(REMEMBERED), use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    begun, losses = time.time(), []
    for number in range(1, steps + 1):
        loss = loss_at(number)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), LONGEST_SLOPE)
        optimiser.step()
        schedule.step()
        mean.update_parameters(network)
        losses.append(loss.item())
        if number % TOLD_EVERY == 0:
            print(f"step {number}: loss {np.mean(losses):.4f}, {time.time() - begun:.0f} s", flush=True)
            losses = []
    trained: nn.Sequential = mean.module
    return trained.eval()
