# L04: the state stays in the module
# expect: leaks from one call
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        if state is None and self.state is not None and self.state[0].shape[1] == len(ids):
            state = self.state
        hidden, self.state = self.lstm(self.token(ids), state)
        return self.head(hidden), self.state
