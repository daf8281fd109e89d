# only the first latent dimension
# expect: latent dimension
class Decoder(Decoder):
    def forward(self, z): return super().forward(torch.cat([z[:, :1], 0 * z[:, 1:]], 1))
