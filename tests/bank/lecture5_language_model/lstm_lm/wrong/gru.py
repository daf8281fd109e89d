# a GRU in place of an LSTM
# expect: this is a GRU
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.e = nn.Embedding(vocab, d_embed)
        self.r = nn.GRU(d_embed, d_hidden, batch_first=True)
        self.o = nn.Linear(d_hidden, vocab)

    def forward(self, ids, state=None):
        y, state = self.r(self.e(ids), state)
        return self.o(y), state
