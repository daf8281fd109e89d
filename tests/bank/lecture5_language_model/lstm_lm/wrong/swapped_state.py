# h and c are swapped on the way
# expect: part of it is lost
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        hidden, (h, c) = self.lstm(self.token(ids), state)
        return self.head(hidden), (c, h)
