# in the order of first appearance, ids as a tensor
class CharTokenizer:
    def __init__(self, text):
        self.table = {}
        for character in text:
            self.table.setdefault(character, len(self.table))
        self.back = {place: character for character, place in self.table.items()}

    @property
    def vocab_size(self):
        return len(self.table)

    def encode(self, text):
        for character in text:
            if character not in self.table:
                raise ValueError(character)
        return torch.tensor([self.table[character] for character in text], dtype=torch.int64)

    def decode(self, ids):
        return "".join(self.back[int(place)] for place in ids)
