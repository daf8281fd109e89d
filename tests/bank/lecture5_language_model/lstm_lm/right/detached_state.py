# the state comes back detached, as a dict
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        given = None if state is None else (state["h"], state["c"])
        hidden, (h, c) = self.lstm(self.token(ids), given)
        return self.head(hidden), {"h": h.detach(), "c": c.detach()}
