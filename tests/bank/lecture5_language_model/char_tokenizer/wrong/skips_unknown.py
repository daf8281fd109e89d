# unknown characters are skipped
# expect: skipped silently
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        return [self.ids[character] for character in text if character in self.ids]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
