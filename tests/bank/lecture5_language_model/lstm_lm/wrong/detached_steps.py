# the state is detached at every step: no gradient through time
# expect: detached between steps
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.e = nn.Embedding(vocab, d_embed)
        self.cell = nn.LSTMCell(d_embed, d_hidden)
        self.o = nn.Linear(d_hidden, vocab)

    def forward(self, ids, state=None):
        out = []
        for t in range(ids.shape[1]):
            h, c = self.cell(self.e(ids[:, t]), state)
            state = (h.detach(), c.detach())
            out.append(self.o(h))
        return torch.stack(out, 1), state
