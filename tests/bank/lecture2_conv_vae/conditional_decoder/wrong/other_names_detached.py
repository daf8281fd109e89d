# other names, and no gradient to the code
# expect: gradient does not reach z
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.labels = nn.Embedding(num_classes, 6)
        self.net = ConvDecoder(d_latent + 6)

    def forward(self, code, label):
        return self.net(torch.cat([code.detach(), self.labels(label)], 1))
