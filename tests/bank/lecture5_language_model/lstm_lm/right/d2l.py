# gates from scratch as d2l has them
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.E = nn.Parameter(torch.randn(vocab, d_embed) * 0.1)
        self.W = nn.ParameterDict({g: nn.Parameter(torch.randn(d_embed, d_hidden) * 0.1) for g in "ifog"})
        self.U = nn.ParameterDict({g: nn.Parameter(torch.randn(d_hidden, d_hidden) * 0.1) for g in "ifog"})
        self.b = nn.ParameterDict({g: nn.Parameter(torch.zeros(d_hidden)) for g in "ifog"})
        self.Why = nn.Linear(d_hidden, vocab)
        self.n = d_hidden

    def forward(self, ids, state=None):
        B, T = ids.shape
        H, C = state or (self.E.new_zeros(B, self.n), self.E.new_zeros(B, self.n))
        rows = []
        for x in self.E[ids].unbind(1):
            gate = {g: x @ self.W[g] + H @ self.U[g] + self.b[g] for g in "ifog"}
            C = torch.sigmoid(gate["f"]) * C + torch.sigmoid(gate["i"]) * torch.tanh(gate["g"])
            H = torch.sigmoid(gate["o"]) * torch.tanh(C)
            rows.append(self.Why(H))
        return torch.stack(rows, 1), (H, C)
