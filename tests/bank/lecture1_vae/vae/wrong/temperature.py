# z times 0.7
# expect: standard normal
class VAE(VAE):
    @torch.no_grad()
    def sample(self, n): return torch.sigmoid(self.decode(0.7 * torch.randn(n, self.probe_width())))
    def probe_width(self):
        for w in range(1, 40):
            try:
                self.decode(torch.zeros(1, w)); return w
            except RuntimeError: pass
