# the most common first, vocab_size a method
class CharTokenizer:
    def __init__(self, text):
        counts = Counter(text)
        self.kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))

    def vocab_size(self):
        return len(self.kinds)

    def encode(self, text):
        if any(character not in self.kinds for character in text):
            raise ValueError("unknown character")
        return tuple(map(self.kinds.index, text))

    def decode(self, ids):
        return "".join(map(self.kinds.__getitem__, ids))
