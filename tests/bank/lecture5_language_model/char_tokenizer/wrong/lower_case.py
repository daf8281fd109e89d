# case is folded
# expect: upper and lower case
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text.lower()))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        if not set(text.lower()) <= set(self.kinds):
            raise ValueError("unknown")
        return [self.ids[character] for character in text.lower()]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
