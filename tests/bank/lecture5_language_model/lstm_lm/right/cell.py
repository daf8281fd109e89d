# a loop with LSTMCell, the state a list
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, d_embed)
        self.cell = nn.LSTMCell(d_embed, d_hidden)
        self.out = nn.Sequential(nn.Dropout(0.2), nn.Linear(d_hidden, vocab))

    def forward(self, ids, state=None):
        logits = []
        for token in self.embed(ids).unbind(1):
            state = self.cell(token, state)
            logits.append(self.out(state[0]))
        return torch.stack(logits, dim=1), list(state)
