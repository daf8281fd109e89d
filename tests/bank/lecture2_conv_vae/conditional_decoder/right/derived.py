# derives from ConvDecoder
class ConditionalDecoder(ConvDecoder):
    def __init__(self, d_latent, num_classes):
        super().__init__(d_latent + num_classes)
        self.num_classes = num_classes

    def forward(self, z, y):
        return super().forward(torch.cat([one_hot(y, self.num_classes), z], -1))
