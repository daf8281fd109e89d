# reverse alphabetical order, with its own error class
class Unknown(ValueError):
    pass


class CharTokenizer:
    def __init__(self, text):
        self.kinds = "".join(sorted(set(text), reverse=True))
        self.vocab_size = len(self.kinds)

    def encode(self, text):
        places = [self.kinds.find(character) for character in text]
        if -1 in places:
            raise ValueError("unknown character")
        return places

    def decode(self, ids):
        return "".join(self.kinds[place] for place in ids)
