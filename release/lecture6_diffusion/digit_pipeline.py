"""A latent diffusion model of handwritten digits in four small parts, which `diffusers` loads from a folder.

A prompt such as "a thin seven" becomes a vector (`DigitTextEncoder`). From noise, `DigitDenoiser` and a scheduler of
`diffusers` make a code of 32 numbers that fits this vector (R. Rombach et al. 2022, arXiv:2112.10752, with codes so
small that no convolution is needed). `DigitAutoencoder` draws the code. `DigitPipeline` joins them:

    from digit_pipeline import DigitPipeline
    pipeline = DigitPipeline.from_pretrained("local-digits")
    images = pipeline(["a seven", "a three tilted left"]).images
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import DDIMScheduler, DiffusionPipeline, ModelMixin
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.utils import BaseOutput
from diffusers.utils.torch_utils import randn_tensor
from jaxtyping import Bool, Float, Int
from PIL import Image
from torch import Tensor, nn

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ADJECTIVES = ("thin", "thick", "small", "large", "tilted")
SIDES = ("left", "right")
WORDS = ("", "a", "an", *NUMBERS, *ADJECTIVES, *SIDES)
LONGEST = 8


def digit_of(prompt: str) -> int:
    """The one digit that a prompt asks for.

    Raises:
        ValueError: the prompt has a word that the model does not know, no digit, several, or too many words.
    """
    words = prompt.lower().split()
    unknown = [word for word in words if word not in WORDS]
    if unknown:
        known = ", ".join(WORDS[1:])
        raise ValueError(
            f"The prompt {prompt!r} has the word {unknown[0]!r}, which the model never saw; it knows {known}."
        )
    numbers = [word for word in words if word in NUMBERS]
    if len(numbers) != 1:
        raise ValueError(
            f"The prompt {prompt!r} names {len(numbers)} digits; name one, as in 'a thin seven'."
        )
    if len(words) > LONGEST:
        raise ValueError(f"The prompt {prompt!r} has {len(words)} words; the model reads at most {LONGEST}.")
    return NUMBERS.index(numbers[0])


def tokenize(prompts: list[str]) -> Int[Tensor, "N 8"]:
    """Numbers of the words, filled up with 0; the empty prompt is all 0."""
    rows = [[WORDS.index(word) for word in prompt.lower().split()] for prompt in prompts]
    return torch.tensor([row + [0] * (LONGEST - len(row)) for row in rows])


class DigitTextEncoder(ModelMixin, ConfigMixin):
    """One transformer layer over the words, then their mean."""

    @register_to_config
    def __init__(self, words: int = len(WORDS), width: int = 64) -> None:
        super().__init__()
        self.word = nn.Embedding(words, width)
        self.place = nn.Embedding(LONGEST, width)
        self.layer = nn.TransformerEncoderLayer(width, 4, 2 * width, dropout=0.0, batch_first=True)

    def forward(self, tokens: Int[Tensor, "N 8"]) -> Float[Tensor, "N 64"]:
        """One vector for each prompt; the empty prompt has one of its own."""
        used: Bool[Tensor, "N 8"] = tokens > 0
        used[:, 0] = True  # else attention over nothing is not a number
        encoded = self.layer(self.word(tokens) + self.place.weight, src_key_padding_mask=~used)
        weights = used[..., None].to(encoded.dtype)
        mean: Tensor = (encoded * weights).sum(1) / weights.sum(1)
        return mean


class Block(nn.Module):
    """A residual block of two linear layers, scaled and shifted by the condition."""

    def __init__(self, width: int, d_condition: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.condition = nn.Linear(d_condition, 2 * width)
        self.layers = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        nn.init.zeros_(self.layers[2].weight)

    def forward(self, x: Float[Tensor, "N W"], condition: Float[Tensor, "N C"]) -> Float[Tensor, "N W"]:
        scale, shift = self.condition(condition).chunk(2, dim=1)
        changed: Tensor = x + self.layers(self.norm(x) * (1 + scale) + shift)
        return changed


class DigitDenoiser(ModelMixin, ConfigMixin):
    """Predicts the velocity of a noisy code (T. Salimans, J. Ho 2022, arXiv:2202.00512)."""

    @register_to_config
    def __init__(self, d_code: int = 32, d_text: int = 64, width: int = 320, blocks: int = 4) -> None:
        super().__init__()
        self.d_time, d_condition = 64, 128
        self.condition = nn.Sequential(
            nn.Linear(self.d_time + d_text, d_condition),
            nn.SiLU(),
            nn.Linear(d_condition, d_condition),
            nn.SiLU(),
        )
        self.enter = nn.Linear(d_code, width)
        self.stack = nn.ModuleList([Block(width, d_condition) for _ in range(blocks)])
        self.leave = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, d_code))

    def forward(
        self, code: Float[Tensor, "N 32"], t: Int[Tensor, " N"], text: Float[Tensor, "N 64"]
    ) -> Float[Tensor, "N 32"]:
        """`v = alpha * noise - sigma * code`, for steps `t` from 0 to 999."""
        rates = torch.exp(torch.linspace(0, -math.log(1000), self.d_time // 2, device=code.device))
        angles = t[:, None] * rates
        time = torch.cat([angles.cos(), angles.sin()], dim=1).to(code.dtype)
        condition = self.condition(torch.cat([time, text], dim=1))
        hidden = self.enter(code)
        for block in self.stack:
            hidden = block(hidden, condition)
        velocity: Tensor = self.leave(hidden)
        return velocity


class DigitAutoencoder(ModelMixin, ConfigMixin):
    """Images of 28x28 to codes and back; a VAE with a light bound on its codes."""

    @register_to_config
    def __init__(self, d_code: int = 32) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 24, 4, 2, 1), nn.SiLU(), nn.Conv2d(24, 48, 4, 2, 1), nn.SiLU(),
            nn.Flatten(), nn.Linear(48 * 49, 2 * d_code),
        )  # fmt: skip
        self.decoder = nn.Sequential(
            nn.Linear(d_code, 48 * 49), nn.SiLU(), nn.Unflatten(1, (48, 7, 7)),
            nn.ConvTranspose2d(48, 24, 4, 2, 1), nn.SiLU(), nn.ConvTranspose2d(24, 16, 4, 2, 1), nn.SiLU(),
            nn.Conv2d(16, 1, 3, 1, 1),
        )  # fmt: skip
        self.register_buffer("middle", torch.zeros(d_code))
        self.register_buffer("spread", torch.ones(d_code))

    def encode(self, x: Float[Tensor, "N 1 28 28"]) -> tuple[Float[Tensor, "N 32"], Float[Tensor, "N 32"]]:
        """Mean and logarithm of the variance of each raw code."""
        mu, logvar = self.encoder(x).chunk(2, dim=1)
        return mu, logvar

    def decode(self, code: Float[Tensor, "N 32"]) -> Float[Tensor, "N 1 28 28"]:
        """Ink in [0, 1] for raw codes."""
        return torch.sigmoid(self.decoder(code))

    def to_unit(self, raw: Float[Tensor, "N 32"]) -> Float[Tensor, "N 32"]:
        """Raw codes to codes of mean 0 and variance 1, which diffusion works on."""
        unit: Tensor = (raw - self.middle) / self.spread
        return unit

    def from_unit(self, unit: Float[Tensor, "N 32"]) -> Float[Tensor, "N 32"]:
        """Back to raw codes."""
        raw: Tensor = unit * self.spread + self.middle
        return raw


@dataclass
class DigitOutput(BaseOutput):
    """`images`: pictures of PIL with dark ink on white paper, or a tensor `(N, 1, 28, 28)` with ink 1."""

    images: Any


class DigitPipeline(DiffusionPipeline):
    """Prompts to digits."""

    def __init__(
        self,
        text_encoder: DigitTextEncoder,
        denoiser: DigitDenoiser,
        vae: DigitAutoencoder,
        scheduler: DDIMScheduler,
    ) -> None:
        super().__init__()
        self.register_modules(text_encoder=text_encoder, denoiser=denoiser, vae=vae, scheduler=scheduler)

    @torch.no_grad()
    def __call__(
        self,
        prompt: str | list[str],
        num_inference_steps: int = 25,
        guidance_scale: float = 2.0,
        generator: torch.Generator | list[torch.Generator] | None = None,
        output_type: str = "pil",
    ) -> DigitOutput:
        """Draw one digit for each prompt.

        Args:
            guidance_scale: 1 follows the prompt as training did; more exaggerates it (J. Ho, T. Salimans 2022,
                arXiv:2207.12598): `v_empty + guidance_scale * (v_prompt - v_empty)`.
            output_type: "pil", or "pt" for a tensor.

            generator: of the noise that each digit starts from; one for all prompts, or one each.

        Raises:
            ValueError: a prompt that the model cannot read, or an unknown `output_type`; one sentence says what.
        """
        prompts = [prompt] if isinstance(prompt, str) else list(prompt)
        for one in prompts:
            digit_of(one)
        if output_type not in ("pil", "pt"):
            raise ValueError(f"output_type is {output_type!r}; use 'pil' for pictures or 'pt' for a tensor.")
        device, count = self.denoiser.device, len(prompts)
        text = self.text_encoder(tokenize([*prompts, *[""] * count]).to(device))
        code = randn_tensor((count, self.denoiser.config.d_code), generator, device, self.denoiser.dtype)
        self.scheduler.set_timesteps(num_inference_steps, device=device)
        for t in self.progress_bar(self.scheduler.timesteps):
            asked, empty = self.denoiser(code.repeat(2, 1), t.expand(2 * count), text).chunk(2)
            velocity = empty + guidance_scale * (asked - empty)
            code = self.scheduler.step(velocity, t, code).prev_sample
        images = self.vae.decode(self.vae.from_unit(code))
        if output_type == "pt":
            return DigitOutput(images=images)
        grey = ((1 - images[:, 0]) * 255).round().to(torch.uint8).cpu().numpy()
        return DigitOutput(images=[Image.fromarray(image) for image in grey])
