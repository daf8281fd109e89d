"""Trains the local model on the 7,000 real digits that ship with the course, and writes its folder.

    python -m reference.local_diffusion.train

First an autoencoder learns codes of 32 numbers, then the text encoder and the denoiser learn to make codes from
prompts. `make local-model` does this and measures the result. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import random
import shutil
import time
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from reference.data import load_training_digits
from reference.local_diffusion import FOLDER, digit_pipeline
from reference.local_diffusion.prompts import apply, describe, draw_look

SEED = 20261220
ROUNDS = 8
"""Looks that each digit is shown in."""
AUTOENCODER_STEPS, DENOISER_STEPS = 2_000, 8_000
BETA = 0.1
"""Weight of a nat of code against a nat of pixels."""
BATCH, DROPPED, DECAY = 256, 0.1, 0.999


def make_examples(rounds: int, rng: random.Random) -> tuple[Float[Tensor, "M 1 28 28"], list[str]]:
    """Each training digit in `rounds` looks, with a prompt that is true of it."""
    x, y = load_training_digits()
    images, prompts = [], []
    for _ in range(rounds):
        looks = [draw_look(rng) for _ in y]
        images.append(apply(x, looks, rng))
        prompts += [describe(int(label), look, rng) for label, look in zip(y, looks, strict=True)]
    return torch.cat(images), prompts


def train_autoencoder(vae: Any, images: Float[Tensor, "M 1 28 28"], steps: int) -> None:
    """Lower the Bernoulli loss plus `BETA` times the divergence of codes, then note the codes' mean and spread."""
    optimizer = torch.optim.AdamW(vae.parameters(), lr=2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for step in range(steps):
        x = images[torch.randint(len(images), (BATCH // 2,))]
        mu, logvar = vae.encode(x)
        logits = vae.decoder(mu + torch.exp(logvar / 2) * torch.randn_like(mu))
        pixels = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        nats = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum() / len(x)
        optimizer.zero_grad()
        (pixels + BETA * nats).backward()
        optimizer.step()
        schedule.step()
        if step % 250 == 0 or step == steps - 1:
            print(f"autoencoder, step {step}: pixels {pixels:.1f} nats, codes {nats:.1f} nats", flush=True)
    mu = encode_all(vae, images)[0]
    vae.middle.copy_(mu.mean(0))
    vae.spread.copy_(mu.std(0))


@torch.no_grad()
def encode_all(
    vae: Any, images: Float[Tensor, "M 1 28 28"]
) -> tuple[Float[Tensor, "M 32"], Float[Tensor, "M 32"]]:
    """Means and logarithms of variances of all raw codes."""
    parts = [vae.encode(x) for x in images.split(1000)]
    return torch.cat([mu for mu, _ in parts]), torch.cat([logvar for _, logvar in parts])


def train_denoiser(
    text_encoder: Any, denoiser: Any, scheduler: Any, codes: Tensor, tokens: Tensor, steps: int
) -> tuple[Any, Any]:
    """Lower the mean square error of the velocity; returns the running means of both networks.

    Args:
        codes: `(M, 32)`, of mean 0 and variance 1.
        tokens: `(M, 8)`; `DROPPED` of them become the empty prompt, for guidance.
    """
    weights = [*text_encoder.parameters(), *denoiser.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps, pct_start=0.05)
    smooth = copy.deepcopy(text_encoder), copy.deepcopy(denoiser)
    means = [*smooth[0].parameters(), *smooth[1].parameters()]
    recent = []
    for step in range(steps):
        pick = torch.randint(len(codes), (BATCH,))
        code, noise, t = codes[pick], torch.randn(BATCH, codes.shape[1]), torch.randint(1000, (BATCH,))
        words = torch.where(torch.rand(BATCH, 1) < DROPPED, 0, tokens[pick])
        noisy = scheduler.add_noise(code, noise, t)
        loss = F.mse_loss(denoiser(noisy, t, text_encoder(words)), scheduler.get_velocity(code, noise, t))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            decay = min(DECAY, step / (step + 10))
            torch._foreach_lerp_(means, weights, 1 - decay)
        recent.append(loss.item())
        if step % 500 == 499 or step == steps - 1:
            print(
                f"denoiser, step {step + 1}: velocity error {sum(recent[-500:]) / len(recent[-500:]):.4f}",
                flush=True,
            )
    return smooth


def build(share: float = 1.0) -> Any:
    """The trained pipeline; `share` of all steps, for a quick trial."""
    parts = digit_pipeline()
    torch.manual_seed(SEED)
    images, prompts = make_examples(max(1, round(ROUNDS * share)), random.Random(SEED))
    vae = parts.DigitAutoencoder()
    train_autoencoder(vae, images, max(2, round(AUTOENCODER_STEPS * share)))
    mu, logvar = encode_all(vae, images)
    raw = mu + torch.exp(logvar / 2) * torch.randn_like(mu)
    scheduler = parts.DDIMScheduler(
        beta_schedule="squaredcos_cap_v2",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        clip_sample=False,
    )
    text_encoder, denoiser = train_denoiser(
        parts.DigitTextEncoder(),
        parts.DigitDenoiser(),
        scheduler,
        vae.to_unit(raw).detach(),
        parts.tokenize(prompts),
        max(2, round(DENOISER_STEPS * share)),
    )
    return parts.DigitPipeline(text_encoder.eval(), denoiser.eval(), vae.eval(), scheduler)


def save(pipeline: Any, folder: Path) -> None:
    """Write the folder in the layout of diffusers, weights in half precision; a card that is there stays."""
    for part in ("text_encoder", "denoiser", "vae", "scheduler"):
        shutil.rmtree(folder / part, ignore_errors=True)
    copy.deepcopy(pipeline).to(torch.float16).save_pretrained(folder, safe_serialization=True)
    for path in folder.rglob("*.safetensors"):
        path.chmod(0o644)


def main() -> None:
    """Train, write the folder and say how large it is."""
    parser = argparse.ArgumentParser(description="Train the local model of Lecture 6.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write it")
    parser.add_argument("--share", type=float, default=1.0, help="share of all training steps, for a trial")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    started = time.process_time()
    pipeline = build(arguments.share)
    save(pipeline, arguments.folder)
    networks = pipeline.text_encoder, pipeline.denoiser, pipeline.vae
    count = sum(weight.numel() for weight in itertools.chain(*(one.parameters() for one in networks)))
    size = sum(path.stat().st_size for path in arguments.folder.rglob("*.safetensors")) / 1e6
    minutes = (time.process_time() - started) / 60
    print(f"{arguments.folder.name}: {count:,} weights, {size:.1f} MB, {minutes:.0f} minutes of one core")


if __name__ == "__main__":
    main()
