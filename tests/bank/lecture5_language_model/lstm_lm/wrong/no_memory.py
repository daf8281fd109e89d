# each token on its own
# expect: nothing is remembered
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.token = nn.Embedding(vocab, d_embed)
        self.lstm = nn.LSTM(d_embed, d_hidden, batch_first=True)
        self.head = nn.Linear(d_hidden, vocab)
        self.state = None

    def forward(self, ids, state=None):
        x = self.token(ids)
        steps = [self.lstm(x[:, t : t + 1], state) for t in range(ids.shape[1])]
        return self.head(torch.cat([step[0] for step in steps], 1)), steps[-1][1]
