# the longest token that fits
# expect: longest token that fits
def encode_bpe(text, merges):
    pieces = [bytes([value]) for value in range(256)]
    for left, right in merges:
        pieces.append(pieces[left] + pieces[right])
    table = {piece: place for place, piece in enumerate(pieces)}
    data, ids = text.encode("utf-8"), []
    while data:
        size = max(n for n in range(1, len(data) + 1) if data[:n] in table)
        ids.append(table[data[:size]])
        data = data[size:]
    return ids
