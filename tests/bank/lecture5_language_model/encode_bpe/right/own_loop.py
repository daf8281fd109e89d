# a loop of its own, returns a tuple
def encode_bpe(text, merges):
    row = list(text.encode())
    for new_id, (left, right) in enumerate(merges, start=256):
        made = []
        for token in row:
            if made and made[-1] == left and token == right:
                made[-1] = new_id
            else:
                made.append(token)
        row = made
    return tuple(row)
