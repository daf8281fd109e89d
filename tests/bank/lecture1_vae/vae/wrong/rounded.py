# rounded
# expect: rounded
class VAE(VAE):
    def sample(self, n): return super().sample(n).round()
