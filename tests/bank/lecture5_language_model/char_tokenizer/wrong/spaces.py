# decode joins with spaces
# expect: characters are separated
class CharTokenizer:
    def __init__(self, text):
        self.kinds = sorted(set(text))
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        return [self.kinds.index(character) for character in text]

    def decode(self, ids):
        return " ".join(self.kinds[place] for place in ids)
