# hard sigmoid at the end
class TranslationGenerator(nn.Sequential):
    def __init__(self, c_in, c_out):
        super().__init__(nn.Conv2d(c_in, 16, 3, padding="same"), nn.Mish(), nn.Conv2d(16, c_out, 3, padding="same"), nn.Hardsigmoid())
