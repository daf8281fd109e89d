# unknown characters get the id 0
# expect: gets an id
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.ids = {kind: place for place, kind in enumerate(self.kinds)}
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        return [self.ids.get(character, 0) for character in text]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
