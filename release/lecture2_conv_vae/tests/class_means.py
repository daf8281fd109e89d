"""Public checks of `class_means`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "class_means"
points = None


@test_case(name="a mean for each class")
def test_means(class_means):
    mu, y = probe(7, 2, seed=1), torch.tensor([2, 0, 1, 2, 2, 0, 3])
    called = describe("class_means", mu=mu, y=y, num_classes=4)
    got = call("class_means", class_means, mu=mu, y=y, num_classes=4)
    sums = torch.stack([mu[y == k].sum(0) for k in range(4)])
    counts = torch.tensor([2.0, 1.0, 3.0, 1.0])[:, None]
    slips = [
        (sums, "the sums are not divided by the number of samples"),
        (sums / 7, "divided by the size of the batch, not of the class"),
        (mu.mean(0).expand(4, 2), "every row is the mean over all classes"),
    ]
    expect_close(got, sums / counts, called, "row k is the mean of mu[y == k]", slips)
