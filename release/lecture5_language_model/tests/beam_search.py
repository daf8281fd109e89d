"""Public checks of `beam_search`."""

from itertools import pairwise

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "beam_search"
points = None


TABLE = torch.tensor([[0.5, 0.4, 0.1], [0.35, 0.33, 0.32], [0.02, 0.9, 0.08]]).log()


def after(ids):
    """The next token depends on the last one."""
    return TABLE[int(ids[-1])]


def total(tokens):
    return sum(float(TABLE[a, b]) for a, b in pairwise(tokens))


def check(found, rows, score, called):
    ids, value = found
    ids = [int(token) for token in ids]
    expect(ids in rows, called, f"{rows[0]}", f"{ids}")
    expect(abs(float(value) - score) < 1e-4, called, f"the score is {score:.4f}", f"{float(value):.4f}")


@test_case(name="one beam is greedy, many search everything")
def test_beams(beam_search):
    prompt = torch.tensor([2, 0])
    found = call("beam_search", beam_search, log_probs=after, prompt=prompt, n_beams=1, n=3)
    row = [2, 0, 0, 0, 0]
    check(found, [row], total(row[1:]), "beam_search(n_beams=1, n=3)")
    rows = [[2, 0, a, b, c] for a in range(3) for b in range(3) for c in range(3)]
    best = max(rows, key=lambda row: total(row[1:]))
    found = call("beam_search", beam_search, log_probs=after, prompt=prompt, n_beams=40, n=3)
    check(found, [best], total(best[1:]), "beam_search(n_beams=40, n=3), which searches everything")


@test_case(name="an end token, and the length penalty")
def test_end(beam_search):
    prompt = torch.tensor([0])
    found = call("beam_search", beam_search, log_probs=after, prompt=prompt, n_beams=30, n=3, eos=1)
    check(found, [[0, 1]], total([0, 1]), "beam_search(n_beams=30, n=3, eos=1)")
