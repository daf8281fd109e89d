# bytes are characters
# expect: taken for a character
def decode_bpe(ids, merges):
    pieces = [chr(value) for value in range(256)]
    for left, right in merges:
        pieces.append(pieces[left] + pieces[right])
    return "".join(pieces[place] for place in ids)
