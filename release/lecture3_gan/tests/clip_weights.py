"""Public checks of `clip_weights`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "clip_weights"
points = None


@test_case(name="every parameter, in place")
def test_values(clip_weights_):
    torch.manual_seed(5)
    critic = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Linear(4, 1))
    before = [weight.detach().clone() for weight in critic.parameters()]
    call("clip_weights_", clip_weights_, critic=critic, c=0.2)
    called = "clip_weights_(critic, c=0.2)"
    for old, new in zip(before, critic.parameters(), strict=True):
        kind = "weights" if old.dim() > 1 else "biases"
        expect(
            float(new.detach().abs().max()) <= 0.2 + 1e-6,
            called,
            f"all {kind} lie in [-0.2, 0.2]",
            "some do not",
        )
        same = torch.allclose(new.detach(), old.clamp(-0.2, 0.2))
        expect(
            same, called, f"{kind} that were inside stay as they were", "they changed", "scaled, not clipped"
        )
