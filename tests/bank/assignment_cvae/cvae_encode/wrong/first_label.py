# the label of the first image for all
# expect: mixed
class CVAE(CVAE):
    def encode(self, x, y): return super().encode(x, y[:1].expand_as(y))
