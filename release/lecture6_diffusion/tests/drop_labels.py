"""Public checks of `drop_labels`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "drop_labels"
points = None


@test_case(name="p = 0 and p = 1")
def test_ends(drop_labels):
    y = torch.tensor([3, 1, 2])
    kept = call("drop_labels", drop_labels, y=y, p=0.0, null_class=9)
    expect(
        torch.equal(kept, y), "drop_labels(y, p=0.0, null_class=9)", "every label stays", f"{kept.tolist()}"
    )
    gone = call("drop_labels", drop_labels, y=y, p=1.0, null_class=9)
    expect(
        bool((gone == 9).all()), "drop_labels(y, p=1.0, null_class=9)", "every label is 9", f"{gone.tolist()}"
    )


@test_case(name="each label by a coin of its own")
def test_share(drop_labels):
    torch.manual_seed(0)
    y = torch.arange(1000) % 5
    dropped = (call("drop_labels", drop_labels, y=y, p=0.3, null_class=5) == 5).sum().item()
    cause = "one coin for the whole batch" if dropped in (0, 1000) else ""
    expect(
        200 < dropped < 400,
        "drop_labels(y=(1000,), p=0.3, null_class=5)",
        "about 300 are dropped",
        f"{dropped}",
        cause,
    )
