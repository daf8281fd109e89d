"""Public checks of `class_grid`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "class_grid"
points = None


@test_case(name="one class a row")
def test_rows_are_classes(class_grid):
    model = Spy()
    images = call("class_grid", class_grid, model=model, n_per_class=3)
    called = "class_grid(model, n_per_class=3)"
    expect_shape(images, (30, 1, 28, 28), called)
    classes = [round(value) for value in (images[:, 0, 0, 0] * 10).tolist()]
    wanted = [digit for digit in range(10) for _ in range(3)]
    cause = (
        "columns and rows are exchanged: repeat_interleave, not repeat"
        if classes == list(range(10)) * 3
        else ""
    )
    expect(
        classes == wanted, called, "the classes are 0 0 0 1 1 1 ... 9 9 9", " ".join(map(str, classes)), cause
    )


class Spy(torch.nn.Module):
    """A model whose samples show the label they were asked for."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))

    def sample(self, y):
        return (y.float() / 10).reshape(-1, 1, 1, 1).expand(-1, 1, 28, 28)
