"""Checks of an encoder's two heads, of the draw of z, and of a decoder's use of it, for every VAE of the course."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.statistics import (
    assert_noise_is_normal,
    assert_samples_agree,
    assert_size_is_independent,
    assert_tails_agree,
    measure_noise,
)

_LINEAR = "Let the last layer of each head be linear."


def are_heads_free(mu: Tensor, logvar: Tensor) -> bool:
    """Whether both heads took values on either side of [-1, 1] and of 0."""
    return all(
        float(head.min()) < 0 < float(head.max()) and float(head.abs().max()) > 1 for head in (mu, logvar)
    )


def assert_heads_are_free(mu: Tensor, logvar: Tensor, called: str) -> None:
    """Fail when an activation after a head keeps some values out of reach.

    Args:
        mu: what the head gave for several draws of random weights, any shape.
        logvar: likewise.
        called: from `describe_call`.
    """
    findings = (
        (
            mu.min() >= 0,
            "mu takes negative values for some weights",
            "mu is never negative",
            "an activation such as ReLU follows the mu head: mu cannot be negative",
        ),
        (
            mu.max() <= 0,
            "mu takes positive values for some weights",
            "mu is never positive",
            "mu cannot be positive",
        ),
        (
            mu.abs().max() <= 1,
            "mu leaves [-1, 1] for some weights",
            "mu stays in [-1, 1]",
            "an activation such as tanh follows the mu head: mu cannot leave [-1, 1]",
        ),
        (
            logvar.min() >= 0,
            "logvar takes negative values for some weights",
            "logvar is never negative",
            "an activation such as ReLU or softplus follows the logvar head: the variance cannot be below 1",
        ),
        (
            logvar.max() <= 0,
            "logvar takes positive values for some weights",
            "logvar is never positive",
            "logvar cannot be positive: the variance cannot exceed 1",
        ),
        (
            logvar.abs().max() <= 1,
            "logvar leaves [-1, 1] for some weights",
            "logvar stays in [-1, 1]",
            "an activation such as tanh follows the logvar head: it cannot leave [-1, 1]",
        ),
    )
    for found, relation, got, cause in findings:
        if bool(found):
            raise CheckFailed(called, relation, got, cause, _LINEAR)


def assert_posterior_noise(output: dict[str, Tensor], called: str) -> Tensor:
    """Fail when (z - mu) / exp(logvar / 2) is not N(0, 1), or is shared between samples or latent dimensions.

    Args:
        output: `mu`, `logvar` and `z` of one pass, each `(N, Z)`; 1,024 values find a scale off by a third.
        called: from `describe_call`.

    Returns:
        The noise `(N, Z)`.
    """
    mu, logvar, z = output["mu"], output["logvar"], output["z"]
    noise = (z - mu) / (logvar / 2).exp()
    relation, hint = "(z - mu) / exp(logvar / 2) follows N(0, 1)", "z = reparameterize(mu, logvar)."
    if float(noise.abs().max()) < 1e-3:
        cause = "z is mu: forward does not sample, which makes a plain autoencoder"
        raise CheckFailed(called, "z = mu + exp(logvar / 2) * eps", "z equals mu", cause, hint)
    for axis, whose in enumerate(("samples of the batch", "latent dimensions of a sample")):
        apart = (noise - noise.median(axis, keepdim=True).values).abs()
        if float(apart.quantile(0.9)) < 1e-2:  # where logvar is very low, rounding sets some of them apart
            cause = f"the same noise is used for all {whose}"
            raise CheckFailed(called, relation, "noise repeats", cause, hint)
    try:
        assert_noise_is_normal(noise, called, relation)
        assert_size_is_independent(noise, logvar, called, relation)
    except CheckFailed as failure:
        slips = {
            "z is drawn from the prior N(0, I), not from q": z,
            "mu and logvar are swapped in reparameterize": (z - logvar) / (mu / 2).exp(),
            "z is drawn with exp(logvar), the variance; you need exp(0.5 * logvar)": noise
            / (logvar / 2).exp(),
        }
        for cause, draws in slips.items():
            if bool(draws.isfinite().all()) and measure_noise(draws).p_normal > 1e-6:
                raise CheckFailed(called, relation, failure.message.got, cause, hint) from None
        raise
    return noise


def assert_codes_follow_prior(found: Tensor, ours: Tensor, called: str) -> None:
    """Fail when codes of samples are no draws of N(0, 1), by their distribution and by their tails.

    Args:
        found: `(N,)`, the codes nearest to the student's samples.
        ours: `(M,)`, those nearest to samples of trusted codes.
        called: from `describe_call`.
    """
    relation, cause = "z is drawn from N(0, I)", "z is not drawn from the standard normal distribution"
    hint = "Use torch.randn, not torch.rand."
    assert_samples_agree(found, ours, called, relation, cause, hint)
    assert_tails_agree(found, ours, called, relation, f"{cause}: its tails differ", hint)


def assert_all_of_z_counts(decode: Callable[[Tensor], Tensor], z: Tensor, called: str) -> None:
    """Fail when one latent dimension, or the length of z, can be changed without a change of any output.

    Args:
        decode: gives what the decoder makes of codes of the shape of `z`.
        z: `(N, Z)`; several rows, so that no unit that is off hides a dimension.
        called: from `describe_call`.
    """
    before = decode(z)
    for place in range(z.shape[1]):
        moved = z.clone()
        moved[:, place] += 1.5
        if torch.equal(decode(moved), before):
            cause = "a latent dimension is not used: only a part of z reaches the decoder"
            raise CheckFailed(called, "every latent dimension changes the output", "one changes none", cause)
    longer = decode(2 * z)
    if float((longer - before).abs().max()) < 1e-4 * float(before.abs().max()):
        cause = "z is scaled to unit length: its length is lost"
        raise CheckFailed(called, "2 z gives another output than z", "they are the same", cause)


def gather_outputs(draw: Callable[[], Tensor], least: int = 3, most: int = 40) -> Tensor:
    """Outputs under draw after draw of large weights, until some lie below -1 and some above 1.

    One draw may give all outputs one sign, as the features before a linear layer can all be positive. That `most`
    independent draws do so has probability 2^(1 - most).

    Args:
        draw: outputs, samples along the first axis, for weights of their own (`Handle.stirred`).
        least: draws to gather in any case.
        most: draws after which the outputs are taken to be limited.
    """
    found = [draw() for _ in range(least)]
    while len(found) < most and not (
        min(float(one.min()) for one in found) < -1.01 and max(float(one.max()) for one in found) > 1.01
    ):
        found.append(draw())
    return torch.cat(found)


def assert_logits_are_not_clamped(logits: Tensor, called: str, hint: str = "") -> None:
    """Fail when more than one in twenty logits lies at one end of their range, within [-6, 6]; large weights give wider."""
    for end in (float(logits.min()), float(logits.max())):
        stuck = float(((logits - end).abs() < 1e-3 * abs(end)).double().mean())
        if abs(end) < 6 and stuck > 0.05:
            cause = f"the logits are clamped: none is {'below' if end < 0 else 'above'} {end:.3g}"
            got = f"{stuck:.0%} of the values lie at one end"
            raise CheckFailed(called, "logits take any value", got, cause, hint)
