# the order of a set
# expect: order is that of a set
class CharTokenizer:
    def __init__(self, text):
        self.kinds = list(set(text))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        if not set(text) <= set(self.kinds):
            raise ValueError("unknown")
        return [self.ids[character] for character in text]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
