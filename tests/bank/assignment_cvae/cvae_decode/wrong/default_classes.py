# default of num_classes is 9
# expect: num_classes
class CVAE(CVAE):
    def __init__(self, d_latent=16, num_classes=9): super().__init__(d_latent, num_classes)
