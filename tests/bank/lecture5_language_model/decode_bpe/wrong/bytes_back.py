# returns bytes
# expect: bytes came back
def decode_bpe(ids, merges):
    pieces = [bytes([value]) for value in range(256)]
    for left, right in merges:
        pieces.append(pieces[left] + pieces[right])
    return list(b"".join(pieces[place] for place in ids))
