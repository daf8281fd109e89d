# only h is carried, c starts at 0
# expect: part of it is lost
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        if state is not None:
            state = state[0], torch.zeros_like(state[1])
        hidden, state = self.lstm(self.token(ids), state)
        return self.head(hidden), state
