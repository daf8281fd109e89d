"""Autoregressive models of text, one definition for each exercise of Lecture 5.

Papers:
  [S]   R. Sennrich, B. Haddow, A. Birch: Neural Machine Translation of Rare Words with Subword Units, ACL 2016,
        https://arxiv.org/abs/1508.07909
  [V]   A. Vaswani et al.: Attention Is All You Need, NeurIPS 2017, https://arxiv.org/abs/1706.03762
  [HS]  S. Hochreiter, J. Schmidhuber: Long Short-Term Memory, Neural Computation 9(8), 1997,
        https://doi.org/10.1162/neco.1997.9.8.1735
  [F]   A. Fan, M. Lewis, Y. Dauphin: Hierarchical Neural Story Generation, ACL 2018, https://arxiv.org/abs/1805.04833
  [H]   A. Holtzman et al.: The Curious Case of Neural Text Degeneration, ICLR 2020, https://arxiv.org/abs/1904.09751
  [W]   Y. Wu et al.: Google's Neural Machine Translation System, 2016, https://arxiv.org/abs/1609.08144

Symbols: B rows of a batch, T positions, V kinds of token; H heads of E numbers each, D = H E numbers a position.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import torch
from jaxtyping import Bool, Float, Int64
from torch import Tensor, nn

BYTES = 256
Pair = tuple[int, int]
State = tuple[Tensor, Tensor]


class CharTokenizer:
    """One id for each kind of character of `text`, in alphabetical order."""

    def __init__(self, text: str) -> None:
        self.kinds = sorted(set(text))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text: str) -> list[int]:
        """Ids of the characters.

        Raises:
            ValueError: a character is not in the vocabulary.
        """
        unknown = set(text) - self.ids.keys()
        if unknown:
            raise ValueError(f"unknown characters: {sorted(unknown)}")
        return [self.ids[character] for character in text]

    def decode(self, ids: Iterable[int]) -> str:
        """The text of ids."""
        return "".join(self.kinds[int(place)] for place in ids)


def pair_counts(ids: Sequence[int]) -> Counter[Pair]:
    """How often each pair of neighbours occurs; pairs may overlap."""
    return Counter(pairwise(ids))


def merge(ids: Sequence[int], pair: Pair, new_id: int) -> list[int]:
    """Replace each occurrence of `pair` by `new_id`, from left to right, without overlap."""
    merged: list[int] = []
    place = 0
    while place < len(ids):
        if place + 1 < len(ids) and (ids[place], ids[place + 1]) == tuple(pair):
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


def train_bpe(text: str, n_merges: int) -> list[Pair]:
    """The pairs to merge, in order ([S], algorithm 1, on bytes).

    Each time the pair that occurs most often is merged; ties go to the smallest pair of ids. The k-th pair becomes the id
    `256 + k`. Ends early when no pair is left.
    """
    ids = list(text.encode("utf-8"))
    merges: list[Pair] = []
    for rank in range(n_merges):
        counts = pair_counts(ids)
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        ids = merge(ids, best, BYTES + rank)
        merges.append(best)
    return merges


def encode_bpe(text: str, merges: Sequence[Pair]) -> list[int]:
    """Bytes of the text, with the merges applied in their order."""
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(merges):
        ids = merge(ids, pair, BYTES + rank)
    return ids


def decode_bpe(ids: Iterable[int], merges: Sequence[Pair]) -> str:
    """The text of ids; bytes that are no UTF-8 become U+FFFD."""
    pieces = [bytes([value]) for value in range(BYTES)]
    for left, right in merges:
        pieces.append(pieces[left] + pieces[right])
    return b"".join(pieces[int(place)] for place in ids).decode("utf-8", errors="replace")


def get_batch(
    data: Int64[Tensor, " L"], block: int, batch: int, generator: torch.Generator | None = None
) -> tuple[Int64[Tensor, "B T"], Int64[Tensor, "B T"]]:
    """Windows of `block` tokens and, for each token, the next one; starts are uniform over all that fit."""
    starts = torch.randint(0, len(data) - block, (batch, 1), generator=generator).to(data.device)
    places = starts + torch.arange(block, device=data.device)  # (B, T)
    return data[places], data[places + 1]


def next_token_loss(
    logits: Float[Tensor, "B T V"], targets: Int64[Tensor, "B T"], ignore_index: int = -100
) -> Float[Tensor, ""]:
    """Mean of `-log p(target)` over the targets that are not `ignore_index`, in nats."""
    counted = targets != ignore_index
    log_p = logits.log_softmax(-1)[counted]  # (counted, V)
    return -log_p.gather(-1, targets[counted][:, None]).mean()


def perplexity(nll: Tensor | float) -> Tensor:
    """`e^nll`: among how many equally likely tokens the model is as unsure."""
    return torch.as_tensor(nll).exp()


def bits_per_char(nll: Tensor | float) -> Tensor:
    """Nats in bits."""
    return torch.as_tensor(nll) / math.log(2)


def causal_mask(T: int) -> Bool[Tensor, "T T"]:
    """True where position i (row) may attend to position j (column): j <= i."""
    places = torch.arange(T)
    return places[:, None] >= places[None, :]


def attention(
    q: Float[Tensor, "... T E"],
    k: Float[Tensor, "... S E"],
    v: Float[Tensor, "... S W"],
    mask: Bool[Tensor, "T S"] | None = None,
) -> tuple[Float[Tensor, "... T W"], Float[Tensor, "... T S"]]:
    """`softmax(q k^T / sqrt(E)) v` and the softmax itself ([V], equation 1); no weight where `mask` is False."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)
    return weights @ v, weights


class CausalSelfAttention(nn.Module):
    """Multi-head attention over the positions up to one's own ([V], section 3.2.2), `(B, T, D)` to `(B, T, D)`."""

    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.out = nn.Linear(d_model, d_model)

    def forward(self, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T D"]:
        """Mix each position with earlier ones."""
        q, k, v = (
            part.unflatten(-1, (self.n_heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1)
        )  # (B, H, T, E)
        mixed, _ = attention(q, k, v, causal_mask(x.shape[1]).to(x.device))
        joined: Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return joined


class Block(nn.Module):
    """Attention and a perceptron, each on normalised input and added to what came in (pre-LN)."""

    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.attention = CausalSelfAttention(d_model, n_heads)
        self.mlp = nn.Sequential(nn.Linear(d_model, 4 * d_model), nn.GELU(), nn.Linear(4 * d_model, d_model))

    def forward(self, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T D"]:
        """One layer."""
        x = x + self.attention(self.norm1(x))
        mixed: Tensor = x + self.mlp(self.norm2(x))
        return mixed


class TransformerLM(nn.Module):
    """Logits of the next token at each of at most `block` positions, with learned positions."""

    def __init__(self, vocab: int, block: int, d_model: int, n_heads: int, n_layers: int) -> None:
        super().__init__()
        self.token, self.position = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.layers = nn.Sequential(*(Block(d_model, n_heads) for _ in range(n_layers)))
        self.norm = nn.LayerNorm(d_model)
        self.head = nn.Linear(d_model, vocab)

    def forward(self, ids: Int64[Tensor, "B T"]) -> Float[Tensor, "B T V"]:
        """Logits."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.token(ids) + self.position(places)  # (B, T, D)
        logits: Tensor = self.head(self.norm(self.layers(x)))
        return logits


class LSTMLM(nn.Module):
    """Logits of the next token and the state after the last one; one layer of LSTM ([HS])."""

    def __init__(self, vocab: int, d_embed: int, d_hidden: int) -> None:
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)

    def forward(
        self, ids: Int64[Tensor, "B T"], state: State | None = None
    ) -> tuple[Float[Tensor, "B T V"], State]:
        """Logits, and the state to go on from."""
        hidden, state = self.lstm(self.token(ids), state)  # (B, T, H)
        return self.head(hidden), state


def greedy(logits: Float[Tensor, "B V"]) -> Int64[Tensor, " B"]:
    """The most likely token of each row."""
    return logits.argmax(-1)


def apply_temperature(logits: Float[Tensor, "B V"], tau: float) -> Float[Tensor, "B V"]:
    """`logits / tau`; at `tau = 0` all but the largest logit of each row become -inf."""
    if tau == 0:
        return top_k_filter(logits, 1)
    return logits / tau


def top_k_filter(logits: Float[Tensor, "B V"], k: int) -> Float[Tensor, "B V"]:
    """Keep the k largest logits of each row, the others become -inf ([F]); a k above V keeps all."""
    best = logits.topk(min(k, logits.shape[-1]), dim=-1).indices
    kept = torch.zeros_like(logits, dtype=torch.bool).scatter(-1, best, True)
    return logits.masked_fill(~kept, -math.inf)


def top_p_filter(logits: Float[Tensor, "B V"], p: float) -> Float[Tensor, "B V"]:
    """Keep the fewest most likely tokens whose probabilities reach p, the others become -inf ([H], section 3.1).

    The token with which the sum crosses p is kept, so at least one always is.
    """
    ordered, order = logits.sort(dim=-1, descending=True)
    probabilities = ordered.softmax(-1)
    before = probabilities.cumsum(-1) - probabilities
    dropped = before >= p
    dropped[..., 0] = False
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)


def sample_token(logits: Float[Tensor, "B V"]) -> Int64[Tensor, " B"]:
    """One draw from each row's softmax."""
    return torch.multinomial(logits.softmax(-1), 1)[:, 0]


@torch.no_grad()
def generate(
    model: nn.Module,
    ids: Int64[Tensor, "B T"],
    n: int,
    block: int,
    choose: Callable[[Float[Tensor, "B V"]], Int64[Tensor, " B"]],
) -> Int64[Tensor, "B T+n"]:
    """Append `n` tokens, each chosen from the logits after the last `block` tokens; the model's mode is put back."""
    was_training = model.training
    model.eval()
    try:
        for _ in range(n):
            logits = model(ids[:, -block:])[:, -1]  # (B, V)
            ids = torch.cat([ids, choose(logits)[:, None]], 1)
    finally:
        model.train(was_training)
    return ids


def beam_search(
    log_probs: Callable[[Int64[Tensor, " T"]], Float[Tensor, " V"]],
    prompt: Int64[Tensor, " T"],
    n_beams: int,
    n: int,
    eos: int | None = None,
    alpha: float = 0.0,
) -> tuple[Int64[Tensor, " T+m"], float]:
    """The best of at most `n` tokens after the prompt, found by keeping `n_beams` at each step, and its score.

    The score is the sum of log-probabilities over `m ** alpha`, with m generated tokens, the end token among them ([W],
    section 7, in its simplest form). A text that ends with `eos` is complete: it is put aside and not extended.
    """

    def score(beam: tuple[list[int], float]) -> float:
        return beam[1] / float(max(len(beam[0]), 1) ** alpha)

    beams: list[tuple[list[int], float]] = [([], 0.0)]
    complete: list[tuple[list[int], float]] = []
    for _ in range(n):
        longer = []
        for tokens, total in beams:
            ids = torch.cat([prompt, prompt.new_tensor(tokens)])
            longer += [
                ([*tokens, token], total + value) for token, value in enumerate(log_probs(ids).tolist())
            ]
        longer.sort(key=lambda beam: -beam[1])
        beams = []
        for beam in longer[:n_beams]:
            (complete if eos is not None and beam[0][-1] == eos else beams).append(beam)
        if not beams:
            break
    best = max(complete + beams, key=score)
    return torch.cat([prompt, prompt.new_tensor(best[0])]), score(best)
