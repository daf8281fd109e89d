"""Public checks of `sample_token`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape

OK_FORMAT = False
name = "sample_token"
points = None


@test_case(name="shares of 4,000 draws")
def test_shares(sample_token):
    torch.manual_seed(0)
    logits = torch.tensor([0.6, 0.3, 0.1, 0.0]).log().expand(4000, 4).clone()
    value, called = call("sample_token", sample_token, logits=logits), describe("sample_token", logits=logits)
    expect_shape(value, (4000,), called)
    shares = [float((value == token).double().mean()) for token in range(4)]
    shown = ", ".join(f"{share:.2f}" for share in shares)
    near = all(abs(share - right) < 0.06 for share, right in zip(shares, (0.6, 0.3, 0.1, 0.0), strict=True))
    expect(near, called, "shares 0.6, 0.3, 0.1 and 0", shown)
    expect(shares[3] == 0, called, "a logit of -inf is never drawn", shown)
