"""The text of this lecture: "Pride and Prejudice" by Jane Austen, London 1813, in `pride_and_prejudice.txt`.

The author died in 1817, so the novel is in the public domain everywhere. The text is the one in the R package
`janeaustenr` (Debian package `r-cran-janeaustenr` 1.0.0-1), which took it from Project Gutenberg. Changed here: each
paragraph is one line; headings of chapters, lines of stars and the underscores around words in italics are left out.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
TRAIN_SHARE = 0.9


def load_novel() -> tuple[str, str]:
    """The first nine tenths of the novel, to train on, and the last tenth, which no model sees in training."""
    text = (HERE / "pride_and_prejudice.txt").read_text(encoding="ascii")
    border = text.index("\n", int(TRAIN_SHARE * len(text))) + 1
    train, held_out = text[:border], text[border:]
    print(
        f'"Pride and Prejudice" (1813), public domain: {len(train):,} characters to train on, '
        f"{len(held_out):,} held out, {len(set(text))} kinds"
    )
    return train, held_out
