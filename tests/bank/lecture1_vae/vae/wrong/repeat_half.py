# second half repeats
# expect: one z
class VAE(VAE):
    def sample(self, n):
        first = super().sample((n + 1) // 2)
        return torch.cat([first, first])[:n]
