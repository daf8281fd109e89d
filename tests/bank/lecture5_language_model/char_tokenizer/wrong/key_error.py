# an unknown character raises a KeyError
# expect: not a ValueError
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        return [self.ids[character] for character in text]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
