# T04: the pair is joined the wrong way round
# expect: wrong order
def decode_bpe(ids, merges):
    pieces = [bytes([value]) for value in range(256)]
    for left, right in merges:
        pieces.append(pieces[right] + pieces[left])
    return b"".join(pieces[place] for place in ids).decode("utf-8", errors="replace")
