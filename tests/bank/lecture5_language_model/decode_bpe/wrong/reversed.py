# the text is reversed
# expect: reversed
def decode_bpe(ids, merges):
    data, waiting = [], list(ids)
    while waiting:
        token = waiting.pop()
        if token < 256:
            data.append(token)
        else:
            waiting += merges[token - 256]
    return bytes(data[::-1]).decode("utf-8", errors="replace")[::-1]
