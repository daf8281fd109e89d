# each token alone, strictly
# expect: UnicodeDecodeError
def decode_bpe(ids, merges):
    pieces = [bytes([value]) for value in range(256)]
    for left, right in merges:
        pieces.append(pieces[left] + pieces[right])
    return "".join(pieces[place].decode("utf-8") for place in ids)
