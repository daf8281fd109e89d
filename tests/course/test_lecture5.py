"""Lecture 5: its reference against oracles, its notebooks from top to bottom, and its release."""

from __future__ import annotations

import ast
import itertools
import math
import re
import statistics
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from scipy import stats
from torch import nn
from torch.nn.functional import cross_entropy, scaled_dot_product_attention

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import language
from tests.helpers.notebooks import code_cells, execute, has_picture, printed, prose

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "source" / "lecture5_language_model"
NOTEBOOKS = ("lecture", "exercises")
CLOSE = 1e-9
"""Relative error against an independent oracle, in float64."""


def normal(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64)


def assert_near(got: torch.Tensor, wanted: torch.Tensor) -> None:
    torch.testing.assert_close(got, wanted, rtol=CLOSE, atol=CLOSE)


def test_attention_equals_torchs_own() -> None:
    q, k, v = normal(2, 3, 5, 4), normal(2, 3, 7, 4), normal(2, 3, 7, 6)
    mask = torch.rand(5, 7) < 0.6
    mask[:, 0] = True
    for given in (None, mask):
        out, weights = language.attention(q, k, v, given)
        assert_near(out, scaled_dot_product_attention(q, k, v, attn_mask=given))
        assert_near(weights.sum(-1), torch.ones(2, 3, 5).double())
        if given is not None:
            assert bool((weights[..., ~given] == 0).all())


def test_attention_layer_equals_torchs_with_copied_weights() -> None:
    ours = language.CausalSelfAttention(12, 3).double()
    theirs = nn.MultiheadAttention(12, 3, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(ours.qkv.weight)
        theirs.in_proj_bias.copy_(ours.qkv.bias)
        theirs.out_proj.weight.copy_(ours.out.weight)
        theirs.out_proj.bias.copy_(ours.out.bias)
    x = normal(2, 6, 12)
    wanted, _ = theirs(x, x, x, attn_mask=~language.causal_mask(6))
    assert_near(ours(x), wanted)


def test_transformer_equals_torchs_layers_with_copied_weights() -> None:
    model = language.TransformerLM(9, 7, 12, 3, 2).double()
    ids = torch.randint(0, 9, (2, 7))
    x = model.token(ids) + model.position.weight[:7]
    for block in model.layers:
        layer = nn.TransformerEncoderLayer(
            12, 3, 48, 0.0, "gelu", batch_first=True, norm_first=True, dtype=torch.float64
        )
        pairs = [
            (layer.self_attn.in_proj_weight, block.attention.qkv.weight),
            (layer.self_attn.in_proj_bias, block.attention.qkv.bias),
            *zip(layer.self_attn.out_proj.parameters(), block.attention.out.parameters(), strict=True),
            *zip(layer.norm1.parameters(), block.norm1.parameters(), strict=True),
            *zip(layer.norm2.parameters(), block.norm2.parameters(), strict=True),
            *zip(layer.linear1.parameters(), block.mlp[0].parameters(), strict=True),
            *zip(layer.linear2.parameters(), block.mlp[2].parameters(), strict=True),
        ]
        with torch.no_grad():
            for theirs, ours in pairs:
                theirs.copy_(ours)
        x = layer(x, src_mask=~language.causal_mask(7))
    assert_near(model(ids), model.head(model.norm(x)))


def test_lstm_equals_its_equations_and_torchs_own() -> None:
    model = language.LSTMLM(9, 4, 5).double()
    ids = torch.randint(0, 9, (3, 6))
    torchs = nn.LSTM(4, 5, dtype=torch.float64)
    torchs.load_state_dict(model.lstm.state_dict())
    outputs, _ = torchs(model.token(ids).transpose(0, 1))
    logits, (h, c) = model(ids)
    assert_near(logits, model.head(outputs.transpose(0, 1)))
    one = two = torch.zeros(3, 5).double()
    for x in model.token(ids).unbind(1):
        lstm = model.lstm
        gates = (
            x @ lstm.weight_ih_l0.T + lstm.bias_ih_l0 + one @ lstm.weight_hh_l0.T + lstm.bias_hh_l0
        ).chunk(4, 1)
        two = gates[1].sigmoid() * two + gates[0].sigmoid() * gates[2].tanh()
        one = gates[3].sigmoid() * two.tanh()
    assert_near(h[0], one)
    assert_near(c[0], two)


def test_carried_state_equals_one_long_pass() -> None:
    model = language.LSTMLM(9, 4, 5).double()
    ids = torch.randint(0, 9, (2, 8))
    first, state = model(ids[:, :3])
    second, _ = model(ids[:, 3:], state)
    assert_near(torch.cat([first, second], 1), model(ids)[0])


def test_no_logit_depends_on_a_later_token() -> None:
    model = language.TransformerLM(9, 8, 12, 3, 2).double()
    ids = torch.randint(0, 9, (1, 8))
    for place in range(8):
        changed = ids.clone()
        changed[0, place] = (changed[0, place] + 1) % 9
        moved = (model(changed) - model(ids)).abs().amax(-1)[0] > 1e-12
        assert moved.tolist() == [later >= place for later in range(8)]


def brute_force_bpe(text: str, n_merges: int) -> list[tuple[int, int]]:
    """Written over texts of marked numbers, with nothing in common with the reference."""
    row = "".join(f"<{value}>" for value in text.encode())
    merges: list[tuple[int, int]] = []
    for new_id in range(256, 256 + n_merges):
        numbers = [int(part) for part in re.findall(r"<(\d+)>", row)]
        pairs = sorted((-count, pair) for pair, count in Counter(pairwise(numbers)).items())
        if not pairs:
            break
        (left, right) = pairs[0][1]
        row = row.replace(f"<{left}><{right}>", f"<{new_id}>")
        merges.append((left, right))
    return merges


@pytest.mark.parametrize(
    "text", ["aaaaabaaab", "abcabcabd" * 3, "naïve 日本 🙂🙂 naïve", "", "x", "zyabzyab"]
)
def test_byte_pairs_equal_those_of_brute_force(text: str) -> None:
    merges = language.train_bpe(text, 12)
    assert merges == brute_force_bpe(text, 12)
    for other in (text, text[::-1], "ab" + text):
        ids = language.encode_bpe(other, merges)
        row = "".join(f"<{value}>" for value in other.encode())
        for rank, (left, right) in enumerate(merges):
            row = row.replace(f"<{left}><{right}>", f"<{256 + rank}>")
        assert ids == [int(part) for part in re.findall(r"<(\d+)>", row)]
        assert language.decode_bpe(ids, merges) == other


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert language.decode_bpe([0xE6, 65], []) == "�A"


def test_characters_come_back_and_unknown_ones_are_refused() -> None:
    tokenizer = language.CharTokenizer("hello, wörld")
    assert tokenizer.decode(tokenizer.encode("wörld, hello")) == "wörld, hello"
    assert tokenizer.vocab_size == len(set("hello, wörld"))
    with pytest.raises(ValueError, match="unknown"):
        tokenizer.encode("z")


def test_windows_start_everywhere_and_targets_follow() -> None:
    data = torch.arange(100, 112)
    x, y = language.get_batch(data, 8, 8000)
    assert torch.equal(y, x + 1)
    assert torch.equal(x[:, 1:], x[:, :-1] + 1)
    counts = torch.bincount(x[:, 0] - 100, minlength=4)
    assert len(counts) == 4
    assert stats.chisquare(counts.numpy()).pvalue > 1e-6
    first, second = (language.get_batch(data, 3, 5, torch.Generator().manual_seed(3))[0] for _ in range(2))
    assert torch.equal(first, second)


def test_loss_is_the_mean_cross_entropy_of_what_counts() -> None:
    logits, targets = normal(3, 5, 7), torch.randint(0, 7, (3, 5))
    assert_near(language.next_token_loss(logits, targets), cross_entropy(logits.transpose(1, 2), targets))
    targets[0, 2:] = -100
    wanted = cross_entropy(logits.transpose(1, 2), targets, ignore_index=-100)
    assert_near(language.next_token_loss(logits, targets), wanted)
    certain = 1e4 * nn.functional.one_hot(targets.clamp(min=0), 7).double()
    assert language.next_token_loss(certain, targets).item() == 0
    uniform = language.next_token_loss(torch.zeros(2, 3, 68).double(), torch.zeros(2, 3).long())
    assert language.perplexity(uniform).item() == pytest.approx(68)
    assert language.bits_per_char(uniform).item() == pytest.approx(math.log2(68))


def brute_force_top_p(logits: torch.Tensor, p: float) -> list[set[int]]:
    """The smallest set whose probability reaches p, found among all sets."""
    found = []
    for row in logits.softmax(-1).tolist():
        sets = itertools.chain.from_iterable(
            itertools.combinations(range(len(row)), size) for size in range(1, len(row) + 1)
        )
        enough = [kept for kept in sets if sum(row[token] for token in kept) >= p]
        found.append(set(min(enough, key=lambda kept: (len(kept), -sum(row[token] for token in kept)))))
    return found


def test_filters_keep_what_brute_force_keeps() -> None:
    logits = normal(20, 7)
    for p in (0.05, 0.5, 0.8, 0.95):
        filtered = language.top_p_filter(logits, p)
        kept = [set(row.isfinite().nonzero()[:, 0].tolist()) for row in filtered]
        assert kept == brute_force_top_p(logits, p)
        assert torch.equal(filtered[filtered.isfinite()], logits[filtered.isfinite()])
    for k in (1, 3, 7, 9):
        filtered = language.top_k_filter(logits, k)
        for row, original in zip(filtered, logits, strict=True):
            largest = sorted(original.tolist(), reverse=True)[:k]
            assert sorted(row[row.isfinite()].tolist(), reverse=True) == largest


def test_filters_equal_those_of_transformers() -> None:
    transformers = pytest.importorskip("transformers")
    logits = normal(20, 9)
    ids = torch.zeros(20, 1, dtype=torch.int64)
    for k in (1, 4, 20):
        assert_near(language.top_k_filter(logits, k), transformers.TopKLogitsWarper(k)(ids, logits))
    for p in (0.1, 0.6, 0.9):
        assert_near(language.top_p_filter(logits, p), transformers.TopPLogitsWarper(p)(ids, logits))
    for tau in (0.4, 1.7):
        assert_near(
            language.apply_temperature(logits, tau), transformers.TemperatureLogitsWarper(tau)(ids, logits)
        )


def test_temperature_zero_is_greedy() -> None:
    logits = normal(6, 5)
    wanted = nn.functional.one_hot(language.greedy(logits), 5).double()
    assert torch.equal(language.apply_temperature(logits, 0).softmax(-1), wanted)
    assert torch.equal(language.sample_token(language.apply_temperature(logits, 0)), logits.argmax(-1))


def test_tokens_are_drawn_from_the_softmax() -> None:
    p = torch.tensor([0.5, 0.3, 0.2, 0.0]).double()
    counts = torch.bincount(language.sample_token(p.log().expand(5000, 4)), minlength=4)
    assert int(counts[3]) == 0
    assert stats.chisquare(counts[:3].numpy(), 5000 * p[:3].numpy()).pvalue > 1e-6


def test_generation_crops_and_puts_the_mode_back() -> None:
    model = language.TransformerLM(7, 4, 8, 2, 1)
    ids = torch.randint(0, 7, (2, 3))
    for training in (True, False):
        model.train(training)
        out = language.generate(model, ids, 6, 4, language.greedy)
        assert model.training is training
        assert not out.requires_grad
    for _ in range(6):
        ids = torch.cat([ids, model(ids[:, -4:])[:, -1].argmax(-1, keepdim=True)], 1)
    assert torch.equal(out, ids)


def table_model(vocab: int) -> Any:
    last, length = normal(vocab, vocab), normal(12, vocab)

    def log_probs(ids: torch.Tensor) -> torch.Tensor:
        return (last[int(ids[-1])] + length[len(ids)]).log_softmax(-1)

    return log_probs


def total(log_probs: Any, prompt: tuple[int, ...], tokens: tuple[int, ...]) -> float:
    row = list(prompt)
    value = 0.0
    for token in tokens:
        value += float(log_probs(torch.tensor(row))[token])
        row.append(token)
    return value


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.0])
def test_beams_find_the_best_of_all_texts(alpha: float) -> None:
    prompt, vocab, n, eos = (1, 0), 3, 4, 2
    for _ in range(5):
        log_probs = table_model(vocab)
        texts = [
            tokens
            for length in range(1, n + 1)
            for tokens in itertools.product(range(vocab), repeat=length)
            if eos not in tokens[:-1] and (tokens[-1] == eos or length == n)
        ]
        scores = {tokens: total(log_probs, prompt, tokens) / len(tokens) ** alpha for tokens in texts}
        best = max(texts, key=scores.__getitem__)
        ids, score = language.beam_search(log_probs, torch.tensor(prompt), 100, n, eos, alpha)
        assert tuple(ids.tolist()) == prompt + best
        assert score == pytest.approx(scores[best], rel=CLOSE)


def test_one_beam_is_greedy_and_more_are_at_least_as_likely() -> None:
    log_probs, prompt = table_model(5), torch.tensor([3])
    ids, one = language.beam_search(log_probs, prompt, 1, 5)
    row = prompt
    for _ in range(5):
        row = torch.cat([row, log_probs(row).argmax()[None]])
    assert torch.equal(ids, row)
    best = max(total(log_probs, (3,), tokens) for tokens in itertools.product(range(5), repeat=5))
    assert one <= language.beam_search(log_probs, prompt, 5**5, 5)[1] + 1e-12
    assert language.beam_search(log_probs, prompt, 5**5, 5)[1] == pytest.approx(best, rel=CLOSE)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest):
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The notebook after a run from top to bottom at the tiny budget."""
    return execute(FOLDER / f"{request.param}.ipynb", tmp_path_factory.mktemp("lecture5") / "copy")


def is_lecture(notebook) -> bool:
    return not any(cell.metadata.get("nbgrader") for cell in notebook.cells)


def test_cells_are_short_enough_to_read_at_a_glance(notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert 3 <= statistics.median(lengths) <= 13
    assert max(lengths) <= 40


def test_notebooks_are_committed_without_outputs(notebook) -> None:
    name = "lecture" if is_lecture(notebook) else "exercises"
    kept = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.outputs for cell in code_cells(kept))


def test_objectives_point_to_what_exists(notebook) -> None:
    rows = re.findall(r"^\| .* \| (.*) \|$", notebook.cells[0].source, re.MULTILINE)
    sections = [row for row in rows if re.match(r"\d+ \w", row) and "min" not in row]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    assert sections or named
    assert all(f"## {section}" in prose(notebook) for section in sections)
    assert set(named) <= ids


def test_notebook_runs_from_top_to_bottom_with_a_picture_every_few_cells(executed) -> None:
    cells = code_cells(executed)
    pictures = [place for place, cell in enumerate(cells) if has_picture(cell)]
    assert pictures[0] < 5
    assert len(pictures) >= 10
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


def test_public_checks_accept_the_solution(executed) -> None:
    checks = [cell for cell in code_cells(executed) if "public-check" in cell.metadata.get("tags", [])]
    for cell in checks:
        shown = "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in cell.outputs)
        assert "All test cases passed!" in shown, cell.source


def test_printed_numbers_are_those_of_the_text(executed) -> None:
    assert f"{math.log(68):.3f}" in prose(executed)
    assert f"{math.log(68):.3f}" in printed(executed)
    assert "68 kinds" in printed(executed)


def test_the_novel_is_split_as_stated(executed) -> None:
    found = re.search(r"([\d,]+) characters to train on, ([\d,]+) held out", printed(executed))
    assert found is not None
    train, held_out = (int(number.replace(",", "")) for number in found.groups())
    text = (FOLDER / "pride_and_prejudice.txt").read_text(encoding="ascii")
    assert train + held_out == len(text)
    assert 0.9 <= train / len(text) < 0.91


def test_points_in_the_notebook_are_those_of_the_course() -> None:
    facts = load_course(ROOT).assignment("lecture5_language_model")
    cells = nbformat.read(FOLDER / facts.notebook, as_version=4).cells
    points = {
        cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"]["points"]
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == facts.exercises
    assert facts.automatic_points == 100


def test_release_holds_both_notebooks_the_novel_and_no_solution() -> None:
    course = load_course(ROOT)
    check_release(course, "lecture5_language_model")
    folder = course.release("lecture5_language_model").parent
    assert (folder / "lecture.ipynb").is_file()
    assert (folder / "pride_and_prejudice.txt").is_file()


IMPORTS = """
import math
from collections import Counter, defaultdict
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm.auto import tqdm
device = "cpu"
"""


def lecture_definitions(*names: str) -> dict[str, Any]:
    """Functions and classes of the lecture's notebook, without the cells that train and draw."""
    namespace: dict[str, Any] = {}
    exec(IMPORTS, namespace)
    for cell in code_cells(nbformat.read(FOLDER / "lecture.ipynb", as_version=4)):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
                exec(compile(ast.Module([node], []), node.name, "exec"), namespace)
    assert set(names) <= namespace.keys()
    return namespace


def test_lecture_and_reference_attend_alike() -> None:
    made = lecture_definitions("attention", "slow_attention")
    q, k, v = (normal(6, 4) for _ in range(3))
    mask = language.causal_mask(6)
    out, weights = made["attention"](q, k, v, mask)
    wanted, wanted_weights = language.attention(q, k, v, mask)
    assert_near(out, wanted)
    assert_near(weights, wanted_weights)
    assert_near(made["slow_attention"](q, k, v), wanted)


def test_lecture_merges_the_most_common_pair_without_overlap() -> None:
    made = lecture_definitions("naive_bpe", "join")
    assert made["join"]([b"a", b"a", b"a"], (b"a", b"a")) == [b"aa", b"a"]
    assert made["join"]([b"a"] * 4, (b"a", b"a")) == [b"aa", b"aa"]
    assert made["naive_bpe"]("abababcb", 2) == [(b"a", b"b"), (b"ab", b"ab")]


def test_lecture_filters_as_the_reference_does() -> None:
    filtered = lecture_definitions("filtered")["filtered"]
    for row in normal(10, 9):
        for p in (0.05, 0.6, 0.9):
            assert_near(filtered(row, p=p), language.top_p_filter(row[None], p)[0])
        for k in (1, 4, 20):
            assert_near(filtered(row, k=k), language.top_k_filter(row[None], k)[0])
        assert_near(filtered(row, tau=0.5), row / 0.5)


def test_tables_of_the_lecture_are_distributions() -> None:
    made = lecture_definitions("count_table", "table_loss", "mixed_probability", "mixed_loss")
    text = "the cat and the hat and the bat"
    kinds = sorted(set(text))
    made["V"] = len(kinds)
    tables = {n: made["count_table"](text, n) for n in (1, 2, 3)}
    assert tables[2]["t"] == Counter(text[place + 1] for place in range(30) if text[place] == "t")
    for context in ("th", "zz", "at"):
        shares = [made["mixed_probability"](tables, context, kind, 3) for kind in kinds]
        assert sum(shares) == pytest.approx(1)
    by_hand = sum(
        -math.log((count + 0.05) / (31 + 0.05 * len(kinds))) * count for count in Counter(text).values()
    )
    assert made["table_loss"](tables[1], text, 1) == pytest.approx(by_hand / 31)


def test_lecture_shows_which_mistakes_let_the_future_in(executed) -> None:
    if not is_lecture(executed):
        return
    rows = dict(re.findall(r"^(\S.*?) +depends on the future: (\w+)$", printed(executed), re.MULTILINE))
    assert rows == {"right": "False", "no mask": "True", "masked after": "True", "over queries": "True"}


def test_lecture_compares_seven_models_in_three_units(executed) -> None:
    if not is_lecture(executed):
        return
    pattern = r"^(\S.*?) +(\S+) nats = (\S+) bits a character, perplexity (\S+)$"
    rows = re.findall(pattern, printed(executed), re.MULTILINE)
    assert len(rows) == 7
    for _, nats, bits, choices in rows:
        assert float(bits) == pytest.approx(float(nats) / math.log(2), abs=2e-3)
        assert float(choices) == pytest.approx(math.exp(float(nats)), rel=2e-3)
