# gates in a plain list
# expect: hidden from the optimiser
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.embed, self.head = nn.Embedding(vocab, d_embed), nn.Linear(d_hidden, vocab)
        self.gates = [nn.Linear(d_embed + d_hidden, d_hidden) for _ in range(4)]
        self.d_hidden = d_hidden

    def forward(self, ids, state=None):
        x = self.embed(ids)
        h, c = state if state is not None else x.new_zeros(2, len(ids), self.d_hidden)
        rows = []
        for now in x.unbind(1):
            i, f, o, g = (gate(torch.cat([now, h], 1)) for gate in self.gates)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
            rows.append(self.head(h))
        return torch.stack(rows, 1), (h, c)
