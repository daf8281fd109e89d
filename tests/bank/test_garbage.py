"""Whatever a component returns, its checks fail by blaming the student, never by an error of the grader."""

from __future__ import annotations

import pytest
import torch

from tests.helpers.graders import collect_checks, reference_namespace, run_check

FILES = (
    "test_data.py",
    "test_latent.py",
    "test_losses.py",
    "test_train.py",
    "test_evaluate.py",
    "test_class_grid.py",
)
MODEL_FILES = ("test_encode.py", "test_decode.py", "test_forward.py", "test_sample.py")
FUNCTIONS = (
    "prepare_data", "one_hot", "reparameterize", "gaussian_kl", "bernoulli_nll", "cvae_loss", "train", "evaluate", "class_grid",
)  # fmt: skip
METHODS = {
    "encode": "cvae_encode",
    "decode": "cvae_decode",
    "forward": "cvae_decode",
    "sample": "cvae_sample",
}


class Strange:
    """An object that stays in the student's process."""


def garbage_like(count: int) -> dict[str, object]:
    """Values of many kinds; those with an axis have `count` entries."""
    return {
        "none": None,
        "text": "a" * count,
        "number": 1.0,
        "boolean": True,
        "empty list": [],
        "list": [0.0] * count,
        "empty tuple": (),
        "empty tensor": torch.zeros(0),
        "scalar": torch.tensor(2.0),
        "vector": torch.zeros(count),
        "integers": torch.zeros(count, 3, dtype=torch.long),
        "booleans": torch.zeros(count, 3, dtype=torch.bool),
        "complex": torch.zeros(count, 3, dtype=torch.complex64),
        "nan": torch.full((count, 3), float("nan")),
        "infinite": torch.full((count,), float("inf")),
        "nan pair": (torch.full((count, 3), float("nan")), torch.full((count, 3), float("nan"))),
        "zero images": torch.zeros(count, 1, 28, 28),
        "nan images": torch.full((count, 1, 28, 28), float("nan")),
        "images and labels": (torch.zeros(count, 1, 28, 28), torch.zeros(count, dtype=torch.long)),
        "terms": (torch.tensor(1.0), None, "kl"),
        "nan terms": (float("nan"), float("nan"), float("nan")),
        "lists": ([], [None], ["a"]),
        "dict": {"nelbo": None, "rec": "a", "kl": []},
        "nan dict": {"nelbo": float("nan"), "rec": 1.0, "kl": 1.0},
        "numbers as keys": {1: 2},
        "four": (
            torch.zeros(count, 1, 28, 28),
            torch.zeros(count, 3),
            torch.zeros(count, 3),
            torch.zeros(count, 3),
        ),
        "object": Strange(),
        "module": torch.nn.Linear(1, 1),
        "type": int,
        "function": garbage_like,
        "generator": iter([1.0]),
    }


KINDS = list(garbage_like(1))


def size_of(arguments: dict[str, object]) -> int:
    """The batch size a call asks for."""
    lengths = [len(value) for value in arguments.values() if isinstance(value, torch.Tensor) and value.dim()]
    return lengths[0] if lengths else 10 * int(arguments.get("n_per_class", 1))  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_garbage_from_a_function_fails(name: str, kind: str) -> None:
    def namespace() -> dict[str, object]:
        return reference_namespace() | {name: lambda **arguments: garbage_like(size_of(arguments))[kind]}

    checks = [check for check in collect_checks("assignment_cvae", FILES) if check.exercise == name]
    assert any(run_check(check, namespace, 3).error is not None for check in checks)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", METHODS)
def test_garbage_from_a_method_fails(method: str, kind: str) -> None:
    def namespace() -> dict[str, object]:
        names = reference_namespace()
        methods = {
            method: lambda self, *given, **arguments: garbage_like(
                len(given[0]) if given else size_of(arguments)
            )[kind]
        }
        return names | {"CVAE": type("CVAE", (names["CVAE"],), methods)}

    checks = [
        check for check in collect_checks("assignment_cvae", MODEL_FILES) if check.exercise == METHODS[method]
    ]
    assert any(run_check(check, namespace, 3).error is not None for check in checks)
