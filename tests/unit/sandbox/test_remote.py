"""What student code may make the trusted side hold for it."""

from __future__ import annotations

import pytest
import torch

from fairgrade.sandbox import remote
from fairgrade.sandbox.remote import Remote, RemoteTable


def call(table: RemoteTable, value: torch.Tensor, *, gradients: bool) -> dict[str, object]:
    request = {
        "op": "remote",
        "number": 0,
        "method": "",
        "args": [value],
        "kwargs": {},
        "gradients": gradients,
    }
    return table.serve(request)


@pytest.mark.parametrize("gradients", [True, False])
def test_calls_that_hold_too_much_are_refused(monkeypatch: pytest.MonkeyPatch, gradients: bool) -> None:
    monkeypatch.setattr(remote, "MAX_HELD", 10_000)
    table = RemoteTable()
    table.reference(Remote(lambda value: value + 1))
    value = torch.zeros(250, dtype=torch.float64, requires_grad=gradients)
    answers = [call(table, value, gradients=gradients) for _ in range(4)]
    assert ["value" in answer for answer in answers] == [True, True, False, False]
    assert "hold more than" in str(answers[-1]["refused"])
