# str.index raises the ValueError itself; vocabulary sorted in reverse
class CharTokenizer:
    def __init__(self, text):
        self.__dict__["text"] = "".join(sorted(set(text), reverse=True))

    vocab_size = property(lambda self: len(self.text))

    def encode(self, s):
        return [self.text.index(ch) for ch in s]

    def decode(self, tokens):
        return "".join([self.text[int(t)] for t in tokens])
