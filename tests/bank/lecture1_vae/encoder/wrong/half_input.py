# the second half of x is not used
# expect: part of
class Encoder(Encoder):
    def forward(self, x):
        x = x.clone(); x[:, x.shape[1] // 2:] = 0
        return super().forward(x)
