# ids start at 1, vocab_size is the number of kinds
# expect: number of ids
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.ids = {kind: place + 1 for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        if not set(text) <= set(self.kinds):
            raise ValueError("unknown")
        return [self.ids[character] for character in text]

    def decode(self, ids):
        return "".join(self.kinds[place - 1] for place in ids)
