# two special ids come first
class CharTokenizer:
    SPECIAL = ("<pad>", "<end>")

    def __init__(self, text):
        self.kinds = [*self.SPECIAL, *sorted(set(text))]
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        return [self.kinds.index(character, 2) for character in text]

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
