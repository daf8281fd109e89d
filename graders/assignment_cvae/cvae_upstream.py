"""Trusted models and losses in place of what train, evaluate and class_grid build on."""

from __future__ import annotations

from collections import namedtuple

import torch
from cvae_models import build_model

from fairgrade.checks.upstream import pass_any, place_module
from fairgrade.errors import StudentRaised
from fairgrade.wire.values import Record


def use_reference_losses(student, reference):
    student.replace(
        cvae_loss=reference.cvae_loss,
        bernoulli_nll=reference.bernoulli_nll,
        gaussian_kl=reference.gaussian_kl,
        reparameterize=reference.reparameterize,
        one_hot=reference.one_hot,
    )


def with_models(student, reference, trusted, check, build_own=None):
    """The check on a trusted model with the reference's losses, then with the student's.

    Where the student's code asks the model for what only its own has, the check runs on a trusted model whose output
    has the field names of the student's, and at last on the student's own model, with `None` for the trusted end.

    Args:
        trusted: builds the trusted model; its argument is the class of the output.
        check: gets a handle of the model, and its trusted end.
        build_own: builds the student's own model.
    """

    def on_trusted():
        use_reference_losses(student, reference)
        check(*place_module(student, trusted(reference.VAEOutput)))

    def on_trusted_with_own_losses():
        check(*place_module(student, trusted(reference.VAEOutput)))

    def on_trusted_with_own_names():
        check(*place_module(student, trusted(own_output(student))))

    def on_own():
        model = build_own() if build_own else build_model(student, d_latent=3, num_classes=10)
        model.train()
        check(model, None)

    pass_any(student, [on_trusted, on_trusted_with_own_losses], [on_trusted_with_own_names, on_own])


def own_output(student):
    """A named tuple with the field names of the student's own model's output."""
    output = build_model(student, d_latent=3, num_classes=10)(
        x=torch.rand(2, 1, 28, 28), y=torch.tensor([0, 1])
    )
    if not isinstance(output, Record) or len(output) != 4:
        raise StudentRaised("TypeError", "the output has no names")
    return namedtuple("Output", output.fields, rename=True)


def seen_batches(remote, with_gradient=True):
    """Images, labels and whether gradients were on, for each pass of a batch through the encoder."""
    found = []
    for call in remote.calls:
        if call.method in ("forward", "encode"):
            images = call.args[0] if call.args else call.kwargs.get("x")
            given = call.args[1] if len(call.args) > 1 else call.kwargs.get("y")
            first = call.value[0]
            if first.requires_grad or not with_gradient:
                found.append((images.detach(), given, first.requires_grad))
    return found
