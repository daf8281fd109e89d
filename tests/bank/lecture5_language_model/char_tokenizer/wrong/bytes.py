# bytes of the text, not characters
# expect: more ids than characters
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text.encode()))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        if not set(text.encode()) <= set(self.kinds):
            raise ValueError("unknown")
        return [self.ids[value] for value in text.encode()]

    def decode(self, ids):
        return bytes(self.kinds[place] for place in ids).decode()
