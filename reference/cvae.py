"""A conditional variational autoencoder of handwritten digits, one definition for each exercise of the assignment.

Papers:
  [KW]  D. P. Kingma, M. Welling: Auto-Encoding Variational Bayes, ICLR 2014, https://arxiv.org/abs/1312.6114
  [S]   K. Sohn, H. Lee, X. Yan: Learning Structured Output Representation using Deep Conditional Generative
        Models, NeurIPS 2015
  [H]   I. Higgins et al.: beta-VAE, ICLR 2017

Symbols: x image, y label, z latent code; N images, Z latent dimensions, K classes. The model is
`p(x | z, y) p(z)` with `p(z) = N(0, I)`, and the encoder is `q(z | x, y) = N(mu, diag(exp(logvar)))`.
Images are float in [0, 1], `(N, 1, 28, 28)`; labels are int64 `(N,)`.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor, nn

PIXELS = 28 * 28
LABEL_WIDTH = 64


class ELBO(NamedTuple):
    """Scalars `()` in nats an image: `loss = rec + beta * kl`, to be minimised."""

    loss: Float[Tensor, ""]
    rec: Float[Tensor, ""]
    kl: Float[Tensor, ""]


class VAEOutput(NamedTuple):
    """What one pass through the model gives: logits `(N, 1, 28, 28)`, and `mu`, `logvar`, `z`, each `(N, Z)`."""

    x_logits: Float[Tensor, "N 1 28 28"]
    mu: Float[Tensor, "N Z"]
    logvar: Float[Tensor, "N Z"]
    z: Float[Tensor, "N Z"]


class History(NamedTuple):
    """Means over the training images, one value an epoch, in nats an image."""

    loss: list[float]
    rec: list[float]
    kl: list[float]


def prepare_data(
    images: UInt8[Tensor, "N 28 28"], labels: Int[Tensor, " N"]
) -> tuple[Float[Tensor, "N 1 28 28"], Int[Tensor, " N"]]:
    """Scale 0..255 to [0, 1] in float32, add the channel axis, and make the labels int64; accepts arrays too."""
    scaled = torch.as_tensor(images).to(torch.float32).div(255)
    return scaled[:, None], torch.as_tensor(labels).to(torch.int64)


def one_hot(y: Int[Tensor, " N"], num_classes: int) -> Float[Tensor, "N K"]:
    """Row i of the result is the unit vector number `y[i]`, in torch's default dtype.

    Raises:
        ValueError: a label is not in `0..num_classes - 1`.
    """
    if bool(((y < 0) | (y >= num_classes)).any()):
        raise ValueError(f"labels must be in 0..{num_classes - 1}, got {y.min().item()}..{y.max().item()}")
    return torch.eye(num_classes, device=y.device)[y]


def reparameterize(mu: Float[Tensor, "N Z"], logvar: Float[Tensor, "N Z"]) -> Float[Tensor, "N Z"]:
    """A draw of `N(mu, exp(logvar))` that gradients pass through: `z = mu + sigma * eps` ([KW], section 2.4)."""
    eps = torch.empty_like(mu).normal_()
    return torch.addcmul(mu, logvar.mul(0.5).exp(), eps)


def gaussian_kl(mu: Float[Tensor, "N Z"], logvar: Float[Tensor, "N Z"]) -> Float[Tensor, " N"]:
    """`KL(N(mu, exp(logvar)) || N(0, I)) = 1/2 sum_j (mu_j^2 + sigma_j^2 - 1 - log sigma_j^2)` ([KW], appendix B)."""
    # expm1 keeps the digits that exp(logvar) - 1 loses near logvar = 0, where a collapsed posterior lives.
    return 0.5 * (mu.square() + torch.expm1(logvar) - logvar).sum(dim=-1)


def bernoulli_nll(x_logits: Float[Tensor, "N ..."], x: Float[Tensor, "N ..."]) -> Float[Tensor, " N"]:
    """`-log p(x)` under independent Bernoulli pixels ([KW], appendix C.1), summed over all axes but the first.

    With `p = sigmoid(l)` a pixel costs `log(1 + e^l) - x l`, which is finite for every finite logit and defined
    for grey x in [0, 1].
    """
    per_pixel = torch.logaddexp(x_logits, torch.zeros_like(x_logits)) - x * x_logits  # (N, ...)
    return per_pixel.flatten(start_dim=1).sum(dim=1)  # (N,)


def cvae_loss(
    x_logits: Float[Tensor, "N ..."],
    x: Float[Tensor, "N ..."],
    mu: Float[Tensor, "N Z"],
    logvar: Float[Tensor, "N Z"],
    beta: float = 1.0,
) -> ELBO:
    """The negative variational bound ([KW], eq. 7; conditional: [S], eq. 5; beta: [H], eq. 4), batch mean."""
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)


class CVAE(nn.Module):
    """A class-conditional VAE: a learned vector for each label is added to the hidden layer of both halves.

    A matrix times the concatenation of two vectors is the sum of two matrices times one each, so this is the usual
    concatenation of x or z with a label vector, without the concatenation; weights start as they would for it.

    Knowing the class saves at most ln 10 = 2.3 of about 110 nats. A label that starts out quiet (`label_std` 0.3) is
    therefore ignored: the code carries the class, and samples are of random classes. Large vectors are heard.
    """

    def __init__(
        self, d_latent: int = 16, num_classes: int = 10, d_hidden: int = 256, label_std: float = 3.0
    ) -> None:
        super().__init__()
        self.d_latent = d_latent
        self.num_classes = num_classes
        self.image_to_hidden = nn.Linear(PIXELS, d_hidden)
        self.label_to_encoder = _label_path(num_classes, d_hidden, label_std)
        self.hidden_to_posterior = nn.Linear(d_hidden, 2 * d_latent)
        self.latent_to_hidden = nn.Linear(d_latent, d_hidden)
        self.label_to_decoder = _label_path(num_classes, d_hidden, label_std)
        for layer in (self.image_to_hidden, self.label_to_encoder[1]):
            _start_as_part_of(PIXELS + LABEL_WIDTH, layer)
        for layer in (self.latent_to_hidden, self.label_to_decoder[1]):
            _start_as_part_of(d_latent + LABEL_WIDTH, layer)
        self.hidden_to_image = nn.Linear(d_hidden, PIXELS)

    def encode(
        self, x: Float[Tensor, "N 1 28 28"], y: Int[Tensor, " N"]
    ) -> tuple[Float[Tensor, "N Z"], Float[Tensor, "N Z"]]:
        """Mean and log-variance of `q(z | x, y)`, each `(N, Z)`."""
        hidden = torch.relu(self.image_to_hidden(x.flatten(1)) + self.label_to_encoder(y))  # (N, H)
        mu, logvar = self.hidden_to_posterior(hidden).chunk(2, dim=-1)  # (N, 2Z) -> 2 x (N, Z)
        return mu, logvar

    def decode(self, z: Float[Tensor, "N Z"], y: Int[Tensor, " N"]) -> Float[Tensor, "N 1 28 28"]:
        """Logits of `p(x | z, y)`."""
        hidden = torch.relu(self.latent_to_hidden(z) + self.label_to_decoder(y))  # (N, H)
        logits: Tensor = self.hidden_to_image(hidden)  # (N, 784)
        return logits.view(-1, 1, 28, 28)

    def forward(self, x: Float[Tensor, "N 1 28 28"], y: Int[Tensor, " N"]) -> VAEOutput:
        """Encode, draw z once for each image, decode."""
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)

    @torch.no_grad()
    def sample(self, y: Int[Tensor, " n"]) -> Float[Tensor, "n 1 28 28"]:
        """Pixel probabilities in [0, 1] of one new image for each label, with `z ~ N(0, I)`."""
        z = torch.randn(len(y), self.d_latent, device=y.device, dtype=self.latent_to_hidden.weight.dtype)
        return self.decode(z, y).sigmoid()


def _label_path(num_classes: int, d_hidden: int, label_std: float) -> nn.Sequential:
    """From labels `(N,)` to what they add to the hidden layer, `(N, H)`."""
    vectors = nn.Embedding(num_classes, LABEL_WIDTH)
    nn.init.normal_(vectors.weight, std=label_std)
    return nn.Sequential(vectors, nn.Linear(LABEL_WIDTH, d_hidden, bias=False))


def _start_as_part_of(width: int, layer: nn.Module) -> None:
    """Draw the weights as `nn.Linear` does for an input of `width` values, of which this layer gets some."""
    for parameter in layer.parameters():
        nn.init.uniform_(parameter, -(width**-0.5), width**-0.5)


def train(
    model: nn.Module,
    x: Float[Tensor, "N 1 28 28"],
    y: Int[Tensor, " N"],
    epochs: int,
    batch_size: int = 128,
    lr: float = 1e-3,
    beta: float = 1.0,
) -> History:
    """Minimise `cvae_loss` with Adam on shuffled mini-batches ([KW], algorithm 1); the model ends in train mode."""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = History([], [], [])
    model.train()
    for _ in range(epochs):
        sums = torch.zeros(3, dtype=torch.float64)
        for batch in torch.randperm(len(x), device=x.device).split(batch_size):
            output = model(x[batch], y[batch])
            losses = cvae_loss(output.x_logits, x[batch], output.mu, output.logvar, beta)
            optimizer.zero_grad()
            losses.loss.backward()
            optimizer.step()
            # The last batch may be short: weigh each batch by its images.
            sums += len(batch) * torch.stack([term.detach().double().cpu() for term in losses])
        for values, total in zip(history, sums.div(len(x)).tolist(), strict=True):
            values.append(total)
    return history


@torch.no_grad()
def evaluate(
    model: nn.Module, x: Float[Tensor, "N 1 28 28"], y: Int[Tensor, " N"], batch_size: int = 512
) -> dict[str, float]:
    """`nelbo`, `rec` and `kl` in nats an image, with one draw of z for each image; leaves the mode as it was."""
    was_training = model.training
    model.eval()
    rec, kl = 0.0, 0.0
    for x_part, y_part in zip(x.split(batch_size), y.split(batch_size), strict=True):
        output = model(x_part, y_part)
        rec += bernoulli_nll(output.x_logits, x_part).double().sum().item()
        kl += gaussian_kl(output.mu, output.logvar).double().sum().item()
    model.train(was_training)
    return {"nelbo": (rec + kl) / len(x), "rec": rec / len(x), "kl": kl / len(x)}


def class_grid(model: nn.Module, n_per_class: int = 10) -> Float[Tensor, "10*n 1 28 28"]:
    """`n_per_class` samples of each class; row r of the picture is class r."""
    where = next(model.parameters()).device
    labels = torch.arange(10, device=where).repeat_interleave(n_per_class)  # 0 0 .. 0 1 1 .. 9
    grid: Tensor = model.sample(labels)  # type: ignore[operator]
    return grid
