# gates by hand, the state an object
class Memory:
    def __init__(self, h, c):
        self.h, self.c = h, c


class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.embed, self.size = nn.Embedding(vocab, d_embed), d_hidden
        self.gates = nn.Linear(d_embed + d_hidden, 4 * d_hidden)
        self.head = nn.Linear(d_hidden, vocab)

    def forward(self, ids, state=None):
        h = c = torch.zeros(len(ids), self.size)
        if state is not None:
            h, c = state.h, state.c
        out = []
        for x in self.embed(ids).unbind(1):
            i, f, g, o = self.gates(torch.cat([x, h], 1)).chunk(4, 1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
            out.append(self.head(h))
        return torch.stack(out, 1), Memory(h, c)
