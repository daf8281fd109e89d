# the label of the neighbour
# expect: label
class CVAE(CVAE):
    def encode(self, x, y): return super().encode(x, y.roll(1))
