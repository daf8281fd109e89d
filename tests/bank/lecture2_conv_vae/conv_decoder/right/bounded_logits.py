# logits kept in [-15, 15]; another name for the code
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 8 * 49)
        self.up = nn.ConvTranspose2d(8, 1, 4, 4)

    def forward(self, codes):
        return 15 * torch.tanh(self.up(F.relu(self.start(codes)).unflatten(1, (8, 7, 7))) / 15)
