# starts from a random state
# expect: left to chance
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        if state is None:
            state = (torch.randn(1, len(ids), self.lstm.hidden_size), torch.randn(1, len(ids), self.lstm.hidden_size))
        hidden, state = self.lstm(self.token(ids), state)
        return self.head(hidden), state
