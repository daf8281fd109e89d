"""Public checks of `generate`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "generate"
points = None


class Counting(torch.nn.Module):
    """The next token is the sum of the tokens it sees, modulo 7; remembers how many it saw, and how."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(()))
        self.lengths, self.tracked = [], []

    def forward(self, ids):
        self.lengths.append(ids.shape[1])
        wanted = torch.nn.functional.one_hot(ids.cumsum(1) % 7, 7) * self.weight
        self.tracked.append(wanted.requires_grad)
        return wanted


@test_case(name="tokens, context and mode")
def test_tokens(generate):
    ids = torch.tensor([[1, 2, 3], [6, 0, 2]])
    rows = ids.tolist()
    for _ in range(5):
        rows = [[*row, sum(row[-4:]) % 7] for row in rows]
    for mode in (True, False):
        model = Counting().train(mode)
        value = call(
            "generate", generate, model=model, ids=ids, n=5, block=4, choose=lambda logits: logits.argmax(-1)
        )
        called = f"generate(model, ids=(2, 3), n=5, block=4), model.training={mode}"
        expect_shape(value, (2, 8), called)
        expect(
            max(model.lengths) <= 4,
            called,
            "the model sees at most block tokens",
            f"up to {max(model.lengths)}",
        )
        expect(
            value.tolist() == rows,
            called,
            f"{rows}",
            f"{value.tolist()}",
            "the last tokens, the last logits?",
        )
        expect(
            model.training == mode,
            called,
            "the mode is left as it was",
            f"model.training is {model.training}",
        )
        expect(not any(model.tracked), called, "no gradient is tracked", "it is", "use torch.no_grad()")
