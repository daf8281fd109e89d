# decode returns a list
# expect: join it
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        return [self.kinds.index(character) for character in text]

    def decode(self, ids):
        return [self.kinds[place] for place in ids]
