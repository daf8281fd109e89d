# bytes that are no UTF-8 are left out
# expect: are left out
def decode_bpe(ids, merges):
    vocab = {idx: bytes([idx]) for idx in range(256)}
    for i, (p0, p1) in enumerate(merges):
        vocab[256 + i] = vocab[p0] + vocab[p1]
    return b"".join(vocab[idx] for idx in ids).decode("utf-8", errors="ignore")
