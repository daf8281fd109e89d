# the embeddings are detached
# expect: does not reach a part
class LSTMLM(nn.Module):
    def __init__(self, vocab, d_embed, d_hidden):
        super().__init__()
        self.t, self.l, self.h = nn.Embedding(vocab, d_embed), nn.LSTM(d_embed, d_hidden, batch_first=True), nn.Linear(d_hidden, vocab)
    def forward(self, ids, state=None):
        y, s = self.l(self.t(ids).detach(), state)
        return self.h(y), s
