# z normalised
# expect: length
class Decoder(Decoder):
    def forward(self, z): return super().forward(torch.nn.functional.normalize(z, dim=1)) if z.shape[1] > 1 else super().forward(z)
