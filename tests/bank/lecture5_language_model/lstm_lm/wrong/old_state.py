# returns the state that it was given
# expect: state
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        zeros = torch.zeros(1, len(ids), self.lstm.hidden_size)
        state = state or (zeros, zeros)
        hidden, _ = self.lstm(self.token(ids), state)
        return self.head(hidden), state
