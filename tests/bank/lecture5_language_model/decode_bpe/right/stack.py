# a stack, strict at the end
def decode_bpe(ids, merges):
    data, waiting = [], list(ids)[::-1]
    while waiting:
        token = waiting.pop()
        if token < 256:
            data.append(token)
        else:
            left, right = merges[token - 256]
            waiting += [right, left]
    return bytes(data).decode("utf-8")
