# vocab_size is the length of the text
# expect: not their kinds
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(text)

    def encode(self, text):
        if not set(text) <= set(self.kinds):
            raise ValueError("unknown")
        return [self.ids[character] for character in text]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
