# takes tokens apart recursively
def decode_bpe(ids, merges):
    def parts(token):
        if token < 256:
            return [token]
        left, right = merges[token - 256]
        return parts(left) + parts(right)

    return bytes(value for token in ids for value in parts(int(token))).decode("utf-8", errors="replace")
